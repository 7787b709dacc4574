using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Imports;

/// <summary>The assets of the catalogue, found by id or by the symbol that some source uses for them.</summary>
internal sealed class KnownAssets
{
    /// <summary>Ways to write a name that are remembered: a file of millions of rows has a few.</summary>
    private const int WaysMax = 1_000;

    private readonly Dictionary<string, AssetDefinition> _assets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AssetDefinition> _ways = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AssetClassDefinition> _classes;
    private readonly ImmutableArray<string> _all;

    public KnownAssets(IEnumerable<AssetDefinition> assets, IEnumerable<AssetClassDefinition> classes)
    {
        var definitions = assets.ToList();
        _classes = classes.ToDictionary(one => one.Id, StringComparer.Ordinal);
        _all = [.. definitions.Select(asset => asset.Id)];
        foreach (var asset in definitions)
        {
            _assets[Plain(asset.Id)] = asset;
        }

        // An id comes before a symbol: OPEN is an asset, whatever some vendor calls by that name.
        foreach (var (symbol, asset) in definitions.SelectMany(asset => asset.Symbols.Select(symbol => (symbol.Symbol, asset))))
        {
            _assets.TryAdd(Plain(symbol), asset);
        }
    }

    /// <summary>The id that a name means; case and separators do not matter: BTCUSDT, btc-usdt and BTC/USDT are one.</summary>
    public string? Find(string name) => DefinitionOf(name)?.Id;

    /// <summary>The class of an asset that is known.</summary>
    public string ClassOf(string assetId) => DefinitionOf(assetId)!.ClassId;

    /// <summary>When an asset that is known trades; null where its class is not told.</summary>
    public MarketHours? HoursOf(string assetId) => _classes.GetValueOrDefault(ClassOf(assetId))?.Hours;

    /// <summary>Whether an asset that is known may have prices of 0 and less, as its class says.</summary>
    public bool HasNegativePrices(string assetId) => _classes.GetValueOrDefault(ClassOf(assetId)) is { NegativePrices: true };

    /// <summary>What to say of a name that is not known.</summary>
    public string Rule(string name) => $"must be an asset of the catalogue; {NameHints.Hint(name, _all)}";

    private AssetDefinition? DefinitionOf(string name)
    {
        if (!_ways.TryGetValue(name, out var found) && _assets.TryGetValue(Plain(name), out found) && _ways.Count < WaysMax)
        {
            _ways.Add(name, found);
        }

        return found;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
