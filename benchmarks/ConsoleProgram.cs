namespace OrleansAssets.Benchmarks;

/// <summary>Where the built console is.</summary>
internal static class ConsoleProgram
{
    /// <summary>In its own output, beside that of the benchmarks and of the same configuration: it runs on a runtime of its own.</summary>
    public static string Dll { get; } = BesideBenchmarks(new DirectoryInfo(AppContext.BaseDirectory));

    private static string BesideBenchmarks(DirectoryInfo own) => Path.Combine(
        own.Parent?.Parent?.FullName ?? own.FullName, "OrleansAssets.Cli", own.Name, "assets.dll"); // bin/<project>/<configuration>
}
