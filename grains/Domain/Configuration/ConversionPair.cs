using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Configuration;

/// <summary>A pair that is collected, so that what is priced in its currency has a rate, and that is never traded.</summary>
/// <param name="Definition">As of an asset; without a phase, and its risk says nothing.</param>
/// <param name="Hours">When its market trades.</param>
/// <param name="Quotes">What its quotes must keep to be believed.</param>
public sealed record ConversionPair(AssetDefinition Definition, MarketHours Hours, QuoteLimits Quotes)
{
    /// <summary>In place of a class: in the lists of what a source serves, and in the stored rows.</summary>
    public const string ClassId = "conversions";

    public string Id => Definition.Id;

    /// <param name="required">Sources.</param>
    /// <param name="optional">Sources.</param>
    public static ConversionPair Of(
        string id, string name, MarketHours hours, QuoteLimits quotes, ImmutableArray<SourceSymbol> symbols,
        ImmutableArray<string> required, ImmutableArray<string> optional) =>
        new(
            new AssetDefinition(id, name, ClassId, PhaseId: "", Enabled: true, symbols, [], required, optional, NeverTraded),
            hours,
            quotes);

    /// <summary>Whether the price of an asset is converted by the pair.</summary>
    public bool Converts(string assetId) => CurrencyPair.Of(Id) is { } pair && CurrencyPair.Of(assetId) is { } priced
        && (pair.From == priced.To || pair.To == priced.To) && priced.To != Currency.Usd;

    private static AssetRisk NeverTraded { get; } = new(
        0, 1, 1, 10, 0, new PriceDistance(1, DistanceUnit.Fraction), null, 1, null,
        new SpecialRules(null, [], false, null, false, false, null));
}
