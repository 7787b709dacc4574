using System.Collections.Immutable;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Http;

/// <summary>Earnings dates as events, in the same words whichever vendor states them.</summary>
internal static class Earnings
{
    /// <param name="time">When on that day, as vendors write it; anything else is left out.</param>
    /// <param name="unit">The currency of both figures, in small letters.</param>
    public static EconomicEvent Of(
        string sourceId, string assetId, string symbol, DateOnly date, DateOnly quarter, string? time, string unit, decimal? forecast,
        decimal? actual)
    {
        var when = time switch
        {
            "pre-market" or "premarket" => ", before the market opens",
            "post-market" or "postmarket" => ", after the market closes",
            _ => string.Empty,
        };
        return new EconomicEvent(
            sourceId, $"earnings-{symbol}-{IsoDate.Format(quarter)}", NewYorkDays.OpenTimeOf(date),
            $"Earnings of {symbol} for the quarter to {IsoDate.Format(quarter)}{when}", "US", EventImpact.High, assetId, Classes: [], unit,
            Previous: null, forecast, actual);
    }

    /// <summary>Events from an instant on, each once, oldest first.</summary>
    public static Result<ImmutableArray<EconomicEvent>> From(ImmutableArray<EconomicEvent> events, DateTimeOffset from)
        => ImmutableArray.ToImmutableArray(
            events.Where(item => item.At >= from).DistinctBy(item => item.EventId, StringComparer.Ordinal).OrderBy(item => item.At));
}
