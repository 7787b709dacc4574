using System.Text.Json;
using OrleansAssets.Tests.Console;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The built console against a silo process.</summary>
internal static class SiloConsole
{
    private const int ToldCharsMax = 80;

    public static Task<AssetsOutcome> ConsoleAsync(this SiloProcess silo, params string[] arguments) =>
        AssetsProcess.RunAsync([.. arguments, "--run-file", silo.RunFilePath]);

    /// <summary>The same by somebody's own token.</summary>
    public static Task<AssetsOutcome> ConsoleAsync(this SiloProcess silo, SiloIdentity who, params string[] arguments) =>
        AssetsProcess.RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ASSETS_TOKEN"] = who.Secret }, _ => Task.CompletedTask,
            [.. arguments, "--run-file", silo.RunFilePath]);

    /// <summary>Makes a token for somebody.</summary>
    public static async Task<SiloIdentity> IdentityAsync(this SiloProcess silo, string name, string role = "operator")
    {
        var made = await silo.ExpectAsync(0, "tokens", "make", name, "--role", role, "--json");
        return new SiloIdentity(name, made.Json().GetProperty("secret").GetString()!); // a token has one
    }

    /// <summary>Runs it, and fails unless it ends with that exit code, and on a stack trace.</summary>
    public static async Task<AssetsOutcome> ExpectAsync(this SiloProcess silo, int exitCode, params string[] arguments)
    {
        var outcome = await silo.ConsoleAsync(arguments);
        var told = string.Join(' ', arguments.Select(argument => argument.Length > ToldCharsMax ? "<long>" : argument));
        Assert.True(outcome.ExitCode == exitCode, $"{told}: exit {outcome.ExitCode}, not {exitCode}: {outcome.Output} {outcome.Error}");
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        return outcome;
    }

    /// <summary>The output as JSON; fails with both streams where it is none.</summary>
    public static JsonElement Json(this AssetsOutcome outcome)
    {
        try
        {
            return JsonDocument.Parse(outcome.Output).RootElement;
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException(
                $"No JSON. Exit code {outcome.ExitCode}, output: {outcome.Output}, errors: {outcome.Error}", exception);
        }
    }
}

/// <summary>Somebody with a token.</summary>
internal sealed record SiloIdentity(string Name, string Secret);
