using System.Diagnostics;
using System.Text.Json;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>One run of the built console against a silo process.</summary>
internal sealed record ConsoleRun(int ExitCode, string Output, string Error)
{
    /// <summary>The output as JSON; fails with both streams where it is none.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                return JsonDocument.Parse(Output).RootElement;
            }
            catch (JsonException exception)
            {
                throw new InvalidOperationException($"No JSON. Exit code {ExitCode}, output: {Output}, errors: {Error}", exception);
            }
        }
    }

    public static Task<ConsoleRun> AgainstAsync(SiloProcess silo, params string[] arguments) =>
        RunAsync([.. arguments, "--run-file", silo.RunFilePath]);

    public static async Task<ConsoleRun> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "assets.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.Root,
        };
        start.Environment.Remove("ConnectionStrings__assets");
        using var process = Process.Start(start)!; // null only for shell execution
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ConsoleRun(process.ExitCode, await output, await error);
    }
}
