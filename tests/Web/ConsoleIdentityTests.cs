using System.Diagnostics;
using System.Net;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;

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
        Assert.Equal((0, 1), (top.ExitCode, top.Output.Split("phase_2_leveraged_etfs").Length - 1));
        Assert.Equal((0, 3), (logout.ExitCode, nameless.ExitCode));
        Assert.Contains("'assets login", nameless.Error, StringComparison.Ordinal);
        Assert.All(
            new[] { login, contexts, status, halt, top, logout, nameless },
            outcome => Assert.DoesNotContain(token, outcome.Output + outcome.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Contexts_OfSeveralInstallations_AreUsedAndForgottenByName()
    {
        foreach (var name in new[] { "desk", "spare" })
        {
            Assert.Equal(0, (await PipedAsync(silo.AdminSecret, "login", $"{silo.Anonymous.BaseAddress}", "--name", name)).ExitCode);
        }

        var used = await RunAsync("context", "use", "desk", "--json");
        var unknown = await RunAsync("context", "use", "dusk");
        var removed = await RunAsync("context", "remove", "spare", "--json");

        Assert.Equal("desk", used.Json().EnumerateArray().Single(one => one.GetProperty("current").GetBoolean()).Text("name"));
        Assert.Equal((2, true), (unknown.ExitCode, unknown.Error.Contains("no context 'dusk'", StringComparison.Ordinal)));
        Assert.Equal(["desk"], removed.Json().EnumerateArray().Select(one => one.Text("name")));
        Assert.DoesNotContain(silo.AdminSecret, used.Output + removed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_OfAnAdmin_AreMadeShownOnceListedAndEnded()
    {
        await PipedAsync(silo.AdminSecret, "login", $"{silo.Anonymous.BaseAddress}", "--name", "desk");

        var made = await RunAsync("tokens", "make", "Console Bob", "--role", "trader", "--context", "desk", "--json");
        var (secret, id) = (made.Json().Text("secret"), made.Json().GetProperty("token").Text("id"));
        using var bob = silo.ClientOf(secret);
        await bob.ExpectAsync("/api/v1/session");
        var listed = await RunAsync("tokens", "list", "--context", "desk", "--json");
        var revoked = await RunAsync("tokens", "revoke", id, "--context", "desk");

        Assert.DoesNotContain(secret, listed.Output, StringComparison.Ordinal);
        Assert.Contains(listed.Json().EnumerateArray(), one => one.Text("id") == id && one.Text("name") == "Console Bob");
        Assert.Equal((0, $"Token {id} of Console Bob has ended."), (revoked.ExitCode, revoked.Output.Trim()));
        await bob.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
    }

    /// <summary>Somebody at a terminal is told what would happen, and may leave it.</summary>
    [ProgramFact("script", "bsdutils")]
    public async Task Revoke_AtATerminal_IsAskedAboutAndDoneWhereItIsMeant()
    {
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Asked", role = "viewer" })
            .ExpectAsync(HttpStatusCode.OK);
        var (id, secret) = (made.GetProperty("token").Text("id"), made.Text("secret"));
        using var asked = silo.ClientOf(secret);

        var left = await AtATerminalAsync("n", "tokens", "revoke", id);
        await asked.ExpectAsync("/api/v1/session");
        var meant = await AtATerminalAsync("y", "tokens", "revoke", id);

        Assert.Contains($"Whoever uses token {id} is out at once.", left.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Nothing was done.", left.Output, StringComparison.Ordinal);
        Assert.Equal((130, 0), (left.ExitCode, meant.ExitCode));
        await asked.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
    }

    private Task<AssetsOutcome> AtATerminalAsync(string answer, params string[] arguments)
    {
        var line = string.Join(' ', arguments);
        return PipedToAsync(answer, "script", [
            "-qec", $"env ASSETS_TOKEN={silo.AdminSecret} TERM=xterm dotnet {AssetsProcess.Dll} {line} --url {silo.Anonymous.BaseAddress}",
            "/dev/null",
        ]);
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

    private Task<AssetsOutcome> PipedAsync(string input, params string[] arguments) =>
        PipedToAsync(input, "dotnet", [AssetsProcess.Dll, .. arguments]);

    private async Task<AssetsOutcome> PipedToAsync(string input, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
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
