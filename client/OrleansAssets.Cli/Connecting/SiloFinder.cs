using System.Diagnostics;
using OrleansAssets.Cli.Output;
using OrleansAssets.Hosting;

namespace OrleansAssets.Cli.Connecting;

/// <summary>
/// Decides which installation is meant: what the command line says, else a silo that runs here, else the context that is in use.
/// </summary>
internal sealed class SiloFinder(Func<string, string?> environment, string workingDirectory)
{
    /// <summary>The silo's data directory, for which the silo reads it too.</summary>
    public const string DataVariable = "ASSETS_DATA";

    /// <summary>The token by which silos know who uses the console; it comes before every other.</summary>
    public const string TokenVariable = "ASSETS_TOKEN";

    /// <summary>The trace that a command is part of, as OpenTelemetry hands it to a program.</summary>
    public const string TraceVariable = "TRACEPARENT";

    /// <summary>What the first start of a silo writes beside the run file.</summary>
    private const string TokenFile = "admin.token";

    private readonly string? _token = environment(TokenVariable) is { Length: > 0 } text ? text.Trim() : null;

    /// <summary>The trace that silos are to go on with; null where there is none, or what is there is none.</summary>
    public string? TraceParent { get; } =
        environment(TraceVariable) is { } parent && ActivityContext.TryParse(parent, null, out _) ? parent : null;

    public ContextStore Contexts { get; } = new(ContextStore.PathIn(environment));

    /// <summary>The token of the environment; null where there is none.</summary>
    public string? TokenGiven => _token;

    public (ApiAddress? Address, CommandError? Error) Find(string? url, string? context, string? runFile)
    {
        if (new[] { url, context, runFile }.Count(given => given is not null) > 1)
        {
            return (null, CommandError.BadInput("--url, --context and --run-file exclude each other; give one."));
        }

        if (_token is not null && _token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return (null, CommandError.BadInput(
                $"{TokenVariable} holds no token: one has neither blanks, line breaks nor other letters than A to z."));
        }

        try
        {
            return url is not null ? ByUrl(url)
                : context is not null ? ByContext(context, "--context")
                : runFile is not null ? ByRunFile(runFile) ?? NoRunFile(runFile)
                : FromSurroundings();
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return (null, CommandError.BadInput(exception.Message));
        }
    }

    private (ApiAddress? Address, CommandError? Error) ByUrl(string url)
    {
        var (places, fault) = ApiAddress.Parse(url);
        return fault is null
            ? (new ApiAddress(places, "--url", _token ?? Contexts.Read().TokenFor(places)), null)
            : (null, CommandError.BadInput($"--url: {fault}"));
    }

    private (ApiAddress? Address, CommandError? Error) ByContext(string name, string origin)
    {
        var contexts = Contexts.Read();
        if (!contexts.Contexts.TryGetValue(name, out var context))
        {
            return (null, CommandError.NotFound(
                $"There is no context '{name}' in {Contexts.Path}; {NameHints.Hint(name, [.. contexts.Contexts.Keys])}"));
        }

        var (places, fault) = ApiAddress.Parse(string.Join(',', context.Urls));
        return fault is null
            ? (new ApiAddress(places, $"context {name}", _token ?? context.Token), null)
            : (null, CommandError.BadInput($"{Contexts.Path}, context {name} ({origin}): {fault}"));
    }

    private (ApiAddress? Address, CommandError? Error)? ByRunFile(string path)
    {
        if (RunFileReader.Read(path) is not { } run)
        {
            return null;
        }

        var token = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path, workingDirectory)) ?? workingDirectory, TokenFile);
        return (new ApiAddress([new Uri(run.WebUrl)], path, _token ?? ReadToken(token), run), null);
    }

    private (ApiAddress? Address, CommandError? Error) FromSurroundings()
    {
        var path = InDataDirectory() ?? InstallationFiles.Find(RunFileReader.DefaultPath, workingDirectory);
        return path is not null && ByRunFile(path) is { } running ? running
            : Contexts.Read() is { Current: { } current } ? ByContext(current, "the one in use")
            : NoRunFile(path);
    }

    private static (ApiAddress? Address, CommandError? Error) NoRunFile(string? path) => (
        null, CommandError.Unreachable($"No silo is running: there is no {path ?? $"{RunFileReader.DefaultPath} here or above"}."));

    /// <summary>Null where there is none, or it is somebody else's to read: the silo says then that it knows nobody.</summary>
    private static string? ReadToken(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? InDataDirectory() => environment(DataVariable) is { Length: > 0 } directory
        ? Path.Combine(Path.GetFullPath(directory, workingDirectory), RunFile.FileName)
        : null;
}
