using System.Diagnostics;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Console;

/// <summary>Runs the built console as its users do: as a process.</summary>
internal static class AssetsProcess
{
    /// <summary>A hang must end the test, not the run; no test depends on how fast the console is.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(90);

    public static string NoRunFile { get; } = Path.Combine(Path.GetTempPath(), $"no-run-file-{Guid.NewGuid():N}.json");

    private static readonly Dictionary<string, string> NoVariables = new(StringComparer.Ordinal);

    public static Task<AssetsOutcome> RunAsync(params string[] arguments) => RunAsync(_ => Task.CompletedTask, arguments);

    /// <param name="meanwhile">Runs while the console does, e.g. to send it a signal.</param>
    public static Task<AssetsOutcome> RunAsync(Func<Process, Task> meanwhile, params string[] arguments) =>
        RunAsync(NoVariables, meanwhile, arguments);

    /// <summary>The same with variables of its own.</summary>
    public static async Task<AssetsOutcome> RunAsync(
        IReadOnlyDictionary<string, string> variables, Func<Process, Task> meanwhile, params string[] arguments)
    {
        using var process = Start(variables, arguments);
        using var limit = new CancellationTokenSource(HangLimit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await meanwhile(process).WaitAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new AssetsOutcome(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"assets {string.Join(' ', arguments)} did not end within {HangLimit.TotalSeconds:0} s.", exception);
        }
    }

    /// <summary>Starts it and returns at once, with both streams to read.</summary>
    public static Process Start(params string[] arguments) => Start(NoVariables, arguments);

    private static Process Start(IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        var start = Signals.Interruptible("dotnet");
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = RepositoryFiles.Root;
        start.ArgumentList.Add(Dll);
        start.Environment.Remove("ASSETS_TOKEN");
        start.Environment["XDG_CONFIG_HOME"] = NoRunFile; // nobody signed in to anything
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!; // null only with UseShellExecute
    }

    /// <summary>The console's own output: beside that of the tests, in the same configuration.</summary>
    public static string Dll { get; } = BesideTests("OrleansAssets.Cli", "assets.dll");

    /// <summary>A program of another project, of the same configuration as the tests.</summary>
    public static string BesideTests(string project, string dll)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, dll); // bin/<project>/<configuration>
    }
}

internal sealed record AssetsOutcome(int ExitCode, string Output, string Error);
