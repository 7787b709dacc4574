using System.CommandLine;

namespace OrleansAssets.Cli.Running;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON: results on stdout, errors on stderr", Recursive = true };

    public Option<string?> Url { get; } = new("--url")
    {
        Description = "Address of a silo's web side, several with commas (else the run file, else the context in use)",
        HelpName = "url",
        Recursive = true,
    };

    public Option<string?> Context { get; } = new("--context")
    {
        Description = "An installation that 'assets login' keeps",
        HelpName = "name",
        Recursive = true,
    };

    public Option<string?> RunFile { get; } = new("--run-file")
    {
        Description = "What a running silo wrote (else .data/run.json)",
        HelpName = "file",
        Recursive = true,
    };

    public Option<bool> Quiet { get; } = new("--quiet")
    {
        Description = "No notes and no progress on stderr; errors and answers as ever",
        Recursive = true,
    };

    public Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "No colours (also: NO_COLOR in the environment)",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Print stack traces to stderr", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(Json);
        root.Add(Url);
        root.Add(Context);
        root.Add(RunFile);
        root.Add(Quiet);
        root.Add(NoColor);
        root.Add(Verbose);
    }
}
