using OrleansAssets.Silo.Start;

namespace OrleansAssets.Tests.Console;

public sealed class SiloCommandTests
{
    [Fact]
    public async Task Run_SeveralFaultsInOptionsAndVariables_TellsEachAndEndsWithTwo()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASSETS_SILOS"] = "many",
            ["ASSETS_WARM_UP"] = "7",
            ["ASSETS_SILO_PORT"] = "-1",
        };

        var (exitCode, options, error) = await RunAsync(variables, "--port", "70000", "--bind", "here", "--database-wait", "soon");

        Assert.Equal(2, exitCode);
        Assert.Null(options);
        Assert.Contains("--port is '70000'; it must be a whole number from 0 to 65535.", error, StringComparison.Ordinal);
        Assert.Contains("--bind is 'here'; it must be an IP address such as", error, StringComparison.Ordinal);
        Assert.Contains("--database-wait is 'soon'; it must be a whole number from 0 to 3600.", error, StringComparison.Ordinal);
        Assert.Contains("ASSETS_SILOS is 'many'; it must be a whole number from 1 to 1000.", error, StringComparison.Ordinal);
        Assert.Contains("ASSETS_WARM_UP is '7'; it must be nextphase or all.", error, StringComparison.Ordinal);
        Assert.Contains("ASSETS_SILO_PORT is '-1'; it must be a whole number from 0 to 65535.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("True", true)]
    [InlineData("YES", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    [InlineData("no", false)]
    public async Task Run_FlagInAVariable_IsReadWhateverItsCase(string text, bool expected)
    {
        var (exitCode, options, _) = await RunAsync(new(StringComparer.Ordinal) { ["ASSETS_OWN_CONFIG"] = text });

        Assert.Equal(0, exitCode);
        Assert.Equal(expected, options?.OwnConfig);
    }

    /// <summary>A silo that is told to join a cluster and does not understand it must not run alone.</summary>
    [Fact]
    public async Task Run_FlagInAVariableThatIsNone_IsRefused()
    {
        var (exitCode, options, error) = await RunAsync(new(StringComparer.Ordinal) { ["ASSETS_CLUSTER"] = "on" });

        Assert.Equal(2, exitCode);
        Assert.Null(options);
        Assert.Contains("ASSETS_CLUSTER is 'on'; it must be 1, true or yes, or else 0, false or no.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OptionGiven_TakesTheBadVariablesPlace()
    {
        var (exitCode, options, error) = await RunAsync(new(StringComparer.Ordinal) { ["ASSETS_PORT"] = "http" }, "--port", "0");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(0, options?.WebPort);
    }

    /// <summary>A web process finds silos where it is told, else where its database names them, else on this machine.</summary>
    [Theory]
    [InlineData(null, null, "at 127.0.0.1:30000")]
    [InlineData("10.0.0.5:30000, 10.0.0.6:30001", null, "at 10.0.0.5:30000, 10.0.0.6:30001")]
    [InlineData("[::1]:30000", "Host=db", "at [::1]:30000")]
    [InlineData(null, "Host=db", "of those in the membership table")]
    public async Task Run_Web_LooksForSilosWhereItIsTold(string? gateways, string? database, string place)
    {
        WebProcessOptions? read = null;
        string? Variable(string name) => name switch
        {
            "ASSETS_GATEWAYS" => gateways,
            SiloOptions.ConnectionVariable => database,
            "ASSETS_TOKEN_FILE" => "/run/secrets/door",
            _ => null,
        };

        var exitCode = await new SiloCommand(Variable).RunAsync(
            ["--root", "/somewhere", "web", "--port", "8088"], (_, _) => Task.FromResult(7), TextWriter.Null,
            serveWeb: (options, _) =>
            {
                read = options;
                return Task.FromResult(0);
            });

        Assert.Equal((0, place, 8088, "/run/secrets/door"), (exitCode, read?.Place, read?.Side.WebPort, read?.TokenFile));
        Assert.Equal("/somewhere", read?.Side.RootDirectory);
    }

    [Theory]
    [InlineData("here")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:30000,")]
    public async Task Run_WebWithGatewaysThatAreNone_IsRefused(string gateways)
    {
        var (exitCode, _, error) = await RunAsync(new(StringComparer.Ordinal), "web", "--gateways", gateways);

        Assert.Equal(2, exitCode);
        Assert.Contains($"--gateways is '{gateways}'; it must be IP addresses with ports", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, SiloOptions? Options, string Error)> RunAsync(
        Dictionary<string, string> variables, params string[] arguments)
    {
        SiloOptions? read = null;
        await using var error = new StringWriter();
        var exitCode = await new SiloCommand(variables.GetValueOrDefault).RunAsync(
            arguments,
            (options, _) =>
            {
                read = options;
                return Task.FromResult(0);
            },
            error);
        return (exitCode, read, error.ToString());
    }
}
