using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansAssets.Cli.Connecting;

/// <summary>An installation that somebody signed in to.</summary>
/// <param name="Urls">Addresses of its silos, tried in turn.</param>
/// <param name="Token">Null once signed out.</param>
internal sealed record SavedContext(ImmutableArray<string> Urls, string? Token);

/// <summary>The installations that are known here, and which of them is used.</summary>
internal sealed record SavedContexts(string? Current, ImmutableSortedDictionary<string, SavedContext> Contexts)
{
    public static SavedContexts None { get; } =
        new(null, ImmutableSortedDictionary.Create<string, SavedContext>(StringComparer.Ordinal));

    /// <summary>The token of the context that has all of these addresses; null where none has.</summary>
    public string? TokenFor(IEnumerable<Uri> places) => Contexts.Values.FirstOrDefault(context => places.All(place =>
        context.Urls.Any(url => Uri.TryCreate(url, UriKind.Absolute, out var known) && known == place)))?.Token;
}

/// <summary>The form of the file.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedContexts))]
internal sealed partial class ContextJson : JsonSerializerContext;

/// <summary>Keeps contexts in a file that only its owner may read, as there are tokens in it.</summary>
internal sealed class ContextStore(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = path;

    /// <summary>Where the file is: below <c>XDG_CONFIG_HOME</c>, else <c>~/.config</c>.</summary>
    public static string PathIn(Func<string, string?> environment)
    {
        var home = environment("HOME") is { Length: > 0 } own ? own : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var directory = environment("XDG_CONFIG_HOME") is { Length: > 0 } named ? named : System.IO.Path.Combine(home, ".config");
        return System.IO.Path.Combine(directory, "orleans-assets", "contexts.json");
    }

    /// <exception cref="InvalidDataException">The file cannot be taken; the message says why and what to do.</exception>
    public SavedContexts Read()
    {
        if (!File.Exists(Path))
        {
            return SavedContexts.None;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != UnixFileMode.None)
        {
            throw new InvalidDataException($"Others may read {Path}, which holds tokens: make it yours alone with 'chmod 600 {Path}'.");
        }

        try
        {
            using var stream = File.OpenRead(Path);
            return JsonSerializer.Deserialize(stream, ContextJson.Default.SavedContexts) ?? SavedContexts.None;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{Path} cannot be read: {exception.Message} Mend it, or remove it and sign in again with 'assets login URL'.", exception);
        }
    }

    /// <summary>Writes all of it in one step: a reader has the old file or the new one.</summary>
    /// <exception cref="InvalidDataException">It cannot be written; the message says why and what to do.</exception>
    public void Write(SavedContexts contexts)
    {
        try
        {
            WriteFile(contexts);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"{Path} cannot be written ({exception.Message.TrimEnd('.')}): name a directory that is yours with XDG_CONFIG_HOME.",
                exception);
        }
    }

    private void WriteFile(SavedContexts contexts)
    {
        var directory = System.IO.Path.GetDirectoryName(Path)!; // it has two at least
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }

        var aside = $"{Path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(aside, options))
        {
            JsonSerializer.Serialize(stream, contexts, ContextJson.Default.SavedContexts);
        }

        File.Move(aside, Path, overwrite: true);
    }
}
