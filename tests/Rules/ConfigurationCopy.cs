using System.Collections.Immutable;
using OrleansAssets.Grains.Configuration;

namespace OrleansAssets.Tests.Rules;

/// <summary>A copy of the shipped files to break. Removed when disposed.</summary>
internal sealed class ConfigurationCopy : IDisposable
{
    internal const string Assets = "assets_config.yaml";
    internal const string Phases = "phases.yaml";
    internal const string Sources = "sources.yaml";

    internal static readonly ImmutableArray<string> Files = [Assets, Phases, Sources];

    internal string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("assets-config-").FullName;

    internal ConfigurationCopy()
    {
        foreach (var file in Files)
        {
            File.Copy(RepositoryFiles.PathOf("config", file), PathOf(file));
        }
    }

    internal string PathOf(string file) => Path.Combine(Directory, file);

    internal ConfigurationResult Read() => ConfigurationReader.Read(Directory, ImmutableHashSet<string>.Empty);

    /// <summary>Replaces the first <paramref name="old"/> at or after the first line that contains <paramref name="anchor"/>; tells the line.</summary>
    internal int Replace(string file, string anchor, string old, string replacement)
    {
        var text = File.ReadAllText(PathOf(file));
        var from = text.IndexOf(anchor, StringComparison.Ordinal);
        var at = from < 0 ? -1 : text.IndexOf(old, from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} has no '{old}' after '{anchor}'.");
        File.WriteAllText(PathOf(file), string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length)));
        return text.AsSpan(0, at).Count('\n') + 1;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
