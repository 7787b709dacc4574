using System.CommandLine;

namespace OrleansAssets.Cli.Running;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON: results on stdout, errors on stderr", Recursive = true };

    public Option<string?> Gateway { get; } = new("--gateway")
    {
        Description = "The silo's gateway (else that of the run file)",
        HelpName = "host:port",
        Recursive = true,
    };

    public Option<string?> ConnectionString { get; } = new("--connection-string")
    {
        Description = "The silos' database (else ConnectionStrings__assets)",
        HelpName = "string",
        Recursive = true,
    };

    public Option<string?> RunFile { get; } = new("--run-file")
    {
        Description = "What a running silo wrote (else .data/run.json)",
        HelpName = "file",
        Recursive = true,
    };

    public Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "No colours (also: NO_COLOR in the environment)",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Log to stderr, and print stack traces", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(Json);
        root.Add(Gateway);
        root.Add(ConnectionString);
        root.Add(RunFile);
        root.Add(NoColor);
        root.Add(Verbose);
    }
}
