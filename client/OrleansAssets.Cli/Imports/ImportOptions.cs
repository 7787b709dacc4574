using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Configuration;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Cli.Imports;

/// <summary>What all imports take.</summary>
internal sealed class ImportOptions(ImportKind kind)
{
    private readonly FormCommandOptions _form = new(kind);
    private readonly Argument<string> _file = new("FILE") { Description = "CSV or JSON; what it is found to be is said" };
    private readonly Option<bool> _skipBad = new("--skip-bad") { Description = "Import the good rows and leave out the bad ones" };
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = kind == ImportKind.Candles
            ? "Check the file and send nothing; needs no silo"
            : "Check the file, and what the book would make of it where a silo answers; nothing is taken",
    };

    private readonly Option<string?> _directory = ConfigDirectory.Option("With --dry-run: the configuration that names the assets");

    public void AddTo(Command command)
    {
        command.Add(_file);
        _form.AddTo(command);
        command.Add(_skipBad);
        command.Add(_dryRun);
        command.Add(_directory);
    }

    public string PathIn(CommandCall call) => call.Get(_file);

    public ImportJob JobIn(CommandCall call, string? portfolio) => new(
        kind, PathIn(call), portfolio, null, null, call.Get(_skipBad), call.Get(_dryRun));

    /// <summary>
    /// Finds out the file's form and which assets there are, and runs the import with the silo: a dry run where there is one, and its book
    /// is asked.
    /// </summary>
    public async Task<int> RunAsync(CommandRunner runner, CommandCall call, Func<ImportFacts, AssetsApi?, Task<int>> import)
    {
        if (Unreadable(PathIn(call)) is { } fault)
        {
            return call.Output.Fail(CommandError.BadInput(fault));
        }

        var (form, header, unclear) = _form.Detect(call, PathIn(call));
        if (form is null)
        {
            return call.Output.Fail(unclear!); // one of the two is there
        }

        var hasPairs = kind == ImportKind.Candles; // a conversion pair has prices, and is never traded
        if (call.Get(_dryRun))
        {
            var asksBook = kind != ImportKind.Candles && call.Get(_directory) is null;
            return asksBook ? await runner.WithClientOrAsync(call, AskAsync, OfflineAsync) : await OfflineAsync();
        }

        return await runner.WithClientAsync(call, AskAsync);

        async Task<int> OfflineAsync()
        {
            var (configuration, error) = ConfigDirectory.Read(call.Get(_directory));
            return configuration is null
                ? call.Output.Fail(error!) // one of the two is there
                : await import(
                    new ImportFacts(form, header, new KnownAssets(
                        hasPairs ? configuration.Instruments : configuration.Assets, configuration.Classes)),
                    null);
        }

        async Task<int> AskAsync(CommandCall _, AssetsApi client)
        {
            var assets = await client.Catalogue.GetAssetsAsync(call.CancellationToken);
            var pairs = hasPairs ? await client.Catalogue.GetConversionsAsync(call.CancellationToken) : [];
            var classes = await client.Catalogue.GetClassesAsync(call.CancellationToken);
            var known = new KnownAssets(assets.Concat(pairs).Select(asset => asset.Definition), classes.Select(one => one.Definition));
            return await import(new ImportFacts(form, header, known) { IsAsked = true }, client);
        }
    }

    private static string? Unreadable(string path)
    {
        if (Directory.Exists(path))
        {
            return $"'{path}' is a directory; name a file.";
        }

        if (!File.Exists(path))
        {
            return Path.GetDirectoryName(path) is { Length: > 0 } directory && !Directory.Exists(directory)
                ? $"There is no file '{path}': there is no directory '{directory}'."
                : $"There is no file '{path}'.";
        }

        try
        {
            using var file = File.OpenRead(path);
            return file.CanSeek ? null : $"'{path}' is a pipe; its form is found out first, so save it.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The file '{path}' cannot be read: {exception.Message}";
        }
    }
}

/// <summary>What an import knows before it reads.</summary>
/// <param name="Header">Names of the file's columns.</param>
internal sealed record ImportFacts(FileForm Form, IReadOnlyList<string> Header, KnownAssets Assets)
{
    /// <summary>Whether the rows go to a silo.</summary>
    public bool IsAsked { get; init; }
}
