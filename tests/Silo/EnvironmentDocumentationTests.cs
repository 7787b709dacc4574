using System.CommandLine;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Silo;

/// <summary>Every variable that the programs read is in their help and in docs/environment.md, and no other is.</summary>
public sealed class EnvironmentDocumentationTests
{
    private const string Prefix = "ASSETS_";

    public static TheoryData<string> Variables => [.. Options().Select(EnvironmentOptions.VariableOf)];

    [Fact]
    public void Documentation_SilosTable_HasARowForEveryOptionAndNoOther()
    {
        var rows = Rows("## The silo").Where(row => row.Variable.StartsWith(Prefix, StringComparison.Ordinal));

        Assert.Equal(
            Options().Select(option => (EnvironmentOptions.VariableOf(option), $"`{option.Name}`")).Order(),
            rows.Select(row => (row.Variable, row.Option)).Order());
    }

    [Fact]
    public void Documentation_WebProcessTable_HasARowForEveryOptionOfItsOwnAndNoOther()
    {
        var own = new SiloCommand(_ => null).Root.Subcommands.Single(command => command.Name == "web").Options
            .Where(option => Options().All(silo => silo.Name != option.Name));

        Assert.Equal(
            own.Select(option => (EnvironmentOptions.VariableOf(option), $"`{option.Name}`")).Order(),
            Rows("## The web process").Select(row => (row.Variable, row.Option)).Order());
    }

    [Fact]
    public void Documentation_ConsolesTable_HasTheVariablesThatItReads() => Assert.Equal(
        [SiloFinder.DataVariable, SiloFinder.TokenVariable, SiloFinder.TraceVariable, "XDG_CONFIG_HOME", "NO_COLOR"],
        Rows("## The console").Select(row => row.Variable));

    [Fact]
    public void Help_OfEveryOption_NamesItsVariable() => Assert.All(
        Options(), option => Assert.EndsWith($"[{EnvironmentOptions.VariableOf(option)}]", option.Description, StringComparison.Ordinal));

    /// <summary>The name in the help is the name that is read: the value from the environment becomes the option's.</summary>
    [Theory]
    [MemberData(nameof(Variables))]
    public async Task Variable_Set_IsTheOptionsValue(string variable)
    {
        var value = variable switch
        {
            "ASSETS_BIND" => "0.0.0.0",
            "ASSETS_OIDC_AUTHORITY" => "https://login.example.com",
            "ASSETS_PROXY" => "172.18.0.0/16",
            "ASSETS_WARM_UP" => "nextphase",
            "ASSETS_LOG_FORMAT" => "json",
            "ASSETS_LIVE" or "ASSETS_CLUSTER" or "ASSETS_OWN_CONFIG" or "ASSETS_OPEN_GATEWAY" or "ASSETS_METRICS" or
                "ASSETS_DASHBOARD" or "ASSETS_PLAIN_CLUSTER" or "ASSETS_NO_STREAMS" or "ASSETS_NO_WEB" => "1",
            "ASSETS_SILOS" or "ASSETS_DATABASE_WAIT" => "7",
            _ when variable.EndsWith("PORT", StringComparison.Ordinal) => "12345",
            _ => "/somewhere",
        };

        var without = await ReadAsync(_ => null);
        var with = await ReadAsync(name => name == variable ? value : null);

        Assert.NotEqual(without, with);
    }

    private static async Task<SiloOptions> ReadAsync(Func<string, string?> environment)
    {
        SiloOptions? read = null;
        var exitCode = await new SiloCommand(environment).RunAsync(
            [],
            (options, _) =>
            {
                read = options;
                return Task.FromResult(0);
            },
            TextWriter.Null);
        Assert.Equal(0, exitCode);
        return read ?? throw new InvalidOperationException("The command did not run.");
    }

    private static IEnumerable<Option> Options() => new SiloCommand(_ => null).Root.Options
        .Where(option => option is not (System.CommandLine.Help.HelpOption or VersionOption));

    private static IEnumerable<(string Variable, string Option)> Rows(string heading) =>
        File.ReadLines(RepositoryFiles.PathOf("docs", "environment.md"))
            .SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .Select(cells => (cells[1].Trim().Trim('`'), cells[2].Trim()));
}
