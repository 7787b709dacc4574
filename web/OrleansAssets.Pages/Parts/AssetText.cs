using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.MarketData;

namespace OrleansAssets.Pages.Parts;

/// <summary>Prices, distances and addresses of assets, for people.</summary>
internal static class AssetText
{
    /// <summary>Ids may have a slash, which the address keeps: <c>/assets/BTC/USDT</c>.</summary>
    public static string Href(string assetId) => "/assets/" + string.Join('/', assetId.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Where it is enabled and disabled; so of its class, and of its quote that is not believed.</summary>
    public static string SwitchHref(string assetId) => $"/assets/switch?asset={Uri.EscapeDataString(assetId)}";

    public static string ClassHref(string classId) => $"/classes/{Uri.EscapeDataString(classId)}";

    public static string DoubtHref(string assetId) => $"/assets/quote?asset={Uri.EscapeDataString(assetId)}";

    public static string Distance(PriceDistance? distance) => distance switch
    {
        null => ValueText.None,
        { Unit: DistanceUnit.Pips } => $"{ValueText.Number(distance.Value)} pips",
        _ => ValueText.Percent(distance.Value),
    };

    /// <summary>Ask over bid, in hundredths of a per cent of the middle.</summary>
    public static string Spread(Quote quote) => Spread(quote.Bid, quote.Ask);

    /// <inheritdoc cref="Spread(Quote)"/>
    public static string Spread(decimal bid, decimal ask) => bid + ask == 0
        ? ValueText.None
        : $"{ValueText.Number(Math.Round((ask - bid) / ((bid + ask) / 2) * 10_000, 1))} bp";

    /// <summary>How far one price lies from another, e.g. <c>0.12 % above</c>.</summary>
    public static string Difference(decimal part) => part == 0
        ? "the same as"
        : $"{ValueText.Percent(Math.Abs(Math.Round(part, 4)))} {(part > 0 ? "above" : "below")}";

    /// <summary>With the digits that the asset's prices have.</summary>
    public static string Price(decimal? price, AssetDefinition asset) =>
        price is { } known ? ValueText.Number(Math.Round(known, asset.Risk.PricePrecision)) : ValueText.None;
}
