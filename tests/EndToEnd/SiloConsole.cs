using System.Text.Json;
using OrleansAssets.Tests.Console;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The built console against a silo process.</summary>
internal static class SiloConsole
{
    public static Task<AssetsOutcome> ConsoleAsync(this SiloProcess silo, params string[] arguments) =>
        AssetsProcess.RunAsync([.. arguments, "--run-file", silo.RunFilePath]);

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
