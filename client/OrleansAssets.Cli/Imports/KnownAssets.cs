using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Imports;

/// <summary>The assets of the catalogue, found by id or by the symbol that some source uses for them.</summary>
internal sealed class KnownAssets
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> _all;

    public KnownAssets(IEnumerable<AssetDefinition> assets)
    {
        var definitions = assets.ToList();
        _all = [.. definitions.Select(asset => asset.Id)];
        foreach (var asset in definitions)
        {
            _ids[Plain(asset.Id)] = asset.Id;
        }

        // An id comes before a symbol: OPEN is an asset, whatever some vendor calls by that name.
        foreach (var (symbol, id) in definitions.SelectMany(asset => asset.Symbols.Select(symbol => (symbol.Symbol, asset.Id))))
        {
            _ids.TryAdd(Plain(symbol), id);
        }
    }

    /// <summary>The id that a name means; case and separators do not matter: BTCUSDT, btc-usdt and BTC/USDT are one.</summary>
    public string? Find(string name) => _ids.GetValueOrDefault(Plain(name));

    /// <summary>What to say of a name that is not known.</summary>
    public string Rule(string name) => $"must be an asset of the catalogue; {NameHints.Hint(name, _all)}";

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
