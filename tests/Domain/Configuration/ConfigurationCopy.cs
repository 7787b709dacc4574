using System.Collections.Immutable;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Domain;

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

    internal ConfigurationResult Read() => ConfigurationReader.Read(Directory, VendorCatalogue.Descriptors);

    /// <summary>
    /// Replaces the first <paramref name="old"/> at or after the first line that contains <paramref name="anchor"/>; tells the line.
    /// </summary>
    internal int Replace(string file, string anchor, string old, string replacement)
    {
        var text = File.ReadAllText(PathOf(file));
        var from = text.IndexOf(anchor, StringComparison.Ordinal);
        var at = from < 0 ? -1 : text.IndexOf(old, from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} has no '{old}' after '{anchor}'.");
        File.WriteAllText(PathOf(file), string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length)));
        return text.AsSpan(0, at).Count('\n') + 1;
    }

    /// <summary>Binance's windows so tight that they bind, and only minutes collected from it, every ten seconds.</summary>
    internal void TightenBinance(int historyDays)
    {
        const string Entry = "  ccxt_binance:";
        Replace(
            Sources, Entry, "minute: { seconds: 60, limit: 6000 }",
            "second: { seconds: 1, limit: 8 }\n      ten_seconds: { seconds: 10, limit: 14 }\n      minute: { seconds: 60, limit: 70 }");
        Replace(
            Sources, Entry, "candles-1h: { every_seconds: 300, history_days: 90 }",
            $"candles-1m: {{ every_seconds: 10, history_days: {historyDays} }}");
        Replace(Sources, Entry, "      candles-1d: { every_seconds: 3600, history_days: 1095 }\n", "");
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
