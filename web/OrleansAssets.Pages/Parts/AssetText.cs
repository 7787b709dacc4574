using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.MarketData;

namespace OrleansAssets.Pages.Parts;

/// <summary>Prices, distances and addresses of assets, for people.</summary>
internal static class AssetText
{
    /// <summary>Ids may have a slash, which the address keeps: <c>/assets/BTC/USDT</c>.</summary>
    public static string Href(string assetId) => "/assets/" + string.Join('/', assetId.Split('/').Select(Uri.EscapeDataString));

    public static string Distance(PriceDistance? distance) => distance switch
    {
        null => ValueText.None,
        { Unit: DistanceUnit.Pips } => $"{ValueText.Number(distance.Value)} pips",
        _ => ValueText.Percent(distance.Value),
    };

    /// <summary>Ask over bid, in hundredths of a per cent of the middle.</summary>
    public static string Spread(Quote quote) =>
        quote.Mid == 0 ? ValueText.None : $"{ValueText.Number(Math.Round((quote.Ask - quote.Bid) / quote.Mid * 10_000, 1))} bp";

    /// <summary>With the digits that the asset's prices have.</summary>
    public static string Price(decimal? price, AssetDefinition asset) =>
        price is { } known ? ValueText.Number(Math.Round(known, asset.Risk.PricePrecision)) : ValueText.None;
}
