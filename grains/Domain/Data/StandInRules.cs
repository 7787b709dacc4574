using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Data;

/// <summary>
/// Whether the price of an asset is of another source than it should be. An asset believes the newest sound quote, whosoever it is, so that
/// one of another source is no news by itself: it is where the first source has fallen behind it, or is not believed.
/// </summary>
public static class StandInRules
{
    /// <summary>The first source of quotes of an asset, where it comes before the one whose quote is the price; else null.</summary>
    public static DataSourceDefinition? FirstBefore(
        IReadOnlyCollection<DataSourceDefinition> sources, AssetDefinition asset, string sourceId) =>
        FallbackRules.SourcesBefore(sources, asset, sourceId, DatasetKinds.Quotes)
            .Select(id => sources.First(source => source.Id == id)) // it is one of them
            .FirstOrDefault(source => source.Collected);

    /// <summary>Which source the price stands in for; null where the first one keeps up, as far as its schedule lets it.</summary>
    /// <param name="first">The first source of quotes.</param>
    /// <param name="told">Its newest quote; null where there is none.</param>
    /// <param name="price">The quote that is the price.</param>
    /// <param name="beside">The newest quotes of the source of the price: now, and when the first source told its own.</param>
    /// <param name="doubt">The newest quote of the asset that is not believed; null where there is none.</param>
    public static PriceStandIn? Of(
        DataSourceDefinition first, Quote? told, Quote price, ImmutableArray<Quote> beside, QuoteDoubt? doubt, string classId)
    {
        if (doubt?.Quote.SourceId == first.Id)
        {
            return new PriceStandIn(first.Id, StandInCause.NotBelieved, doubt.Since, DifferenceOf(doubt.Quote));
        }

        var every = first.Datasets.Where(schedule => schedule.Kind == DatasetKind.Quotes && schedule.Serves(classId))
            .Select(schedule => TimeSpan.FromSeconds(schedule.EverySeconds)).DefaultIfEmpty(TimeSpan.Zero).Min();
        return told is not null && price.At - told.At <= every + FallbackRules.Patience
            ? null
            : new PriceStandIn(first.Id, StandInCause.Silent, told?.At, told is null ? null : DifferenceOf(told));

        decimal? DifferenceOf(Quote own) => beside.Add(price).Where(quote => DifferenceRules.AreTogether(quote, own))
            .MinBy(quote => (quote.At - own.At).Duration()) is { } near && own.Mid != 0 ? (near.Mid - own.Mid) / own.Mid : null;
    }
}
