using System.Diagnostics;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Web;

/// <summary>The built console at an installation that somebody signs in to, and what a shell asks it.</summary>
[Collection(WebSilo.Name)]
public sealed class ConsoleIdentityTests(WebSilo silo) : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("assets-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Login_ByTheInput_IsUsedUntilTheLogoutAndMayDoWhatItsRoleMay()
    {
        using var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Vera", role = "viewer" });
        var token = System.Text.Json.JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.Text("secret");

        var login = await PipedAsync(token, "login", $"{silo.Anonymous.BaseAddress}", "--name", "desk", "--json");
        var contexts = await RunAsync("context", "list", "--json");
        var status = await RunAsync("status", "--context", "desk", "--json");
        var halt = await RunAsync("risk", "halt", "--reason", "test", "--context", "desk");
        var top = await RunAsync("top", "--context", "desk");
        var logout = await RunAsync("logout", "desk");
        var nameless = await RunAsync("status", "--context", "desk");

        Assert.Equal((0, "Vera", "viewer"), (login.ExitCode, login.Json().Text("name"), login.Json().Text("role")));
        Assert.True(contexts.Json()[0].GetProperty("current").GetBoolean());
        Assert.Equal((0, "sandbox"), (status.ExitCode, status.Json().Text("mode")));
        Assert.Equal(3, halt.ExitCode);
        Assert.Contains("halts.stop needs the role trader, and Vera", halt.Error, StringComparison.Ordinal);
        Assert.Equal((0, 1), (top.ExitCode, top.Output.Split("phase_1_stocks").Length - 1));
        Assert.Equal((0, 3), (logout.ExitCode, nameless.ExitCode));
        Assert.Contains("'assets login", nameless.Error, StringComparison.Ordinal);
        Assert.All(
            new[] { login, contexts, status, halt, top, logout, nameless },
            outcome => Assert.DoesNotContain(token, outcome.Output + outcome.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Login_WithAWrongToken_KeepsNothing()
    {
        var login = await PipedAsync("oat_0a1b2c3d_" + new string('0', 64), "login", $"{silo.Anonymous.BaseAddress}");

        Assert.Equal(3, login.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_home));
    }

    [Fact]
    public async Task Completion_OfABeginning_IsTheCommandsThatFit()
    {
        var script = await RunAsync("completion", "bash");
        var words = await RunAsync("[suggest:10]", "phases act");

        Assert.Contains("[suggest:", script.Output, StringComparison.Ordinal);
        Assert.Equal(0, words.ExitCode);
        Assert.Contains("activate", words.Output.Split(Environment.NewLine));
    }

    private Task<AssetsOutcome> RunAsync(params string[] arguments) => AssetsProcess.RunAsync(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_CONFIG_HOME"] = _home }, _ => Task.CompletedTask, arguments);

    private async Task<AssetsOutcome> PipedAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [AssetsProcess.Dll, .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("ASSETS_TOKEN");
        start.Environment["XDG_CONFIG_HOME"] = _home;
        using var process = Process.Start(start)!; // null only with UseShellExecute
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new AssetsOutcome(process.ExitCode, await output, await error);
    }
}
