using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Http;

/// <summary>Makes replies for which no vendor was asked.</summary>
internal static class VendorReplies
{
    /// <summary>A value.</summary>
    public static VendorReply<T> Ok<T>(T value, int? usedUnits = null)
        where T : class => new(FeedResult.Ok, value, usedUnits, RetryAfter: null, Error: null);

    /// <summary>A page without rows, and none to come: there is nothing to ask for.</summary>
    public static VendorReply<DataPage<T>> NoRows<T>() => Ok(new DataPage<T>([], ContinueFrom: null));

    /// <summary>An indicator that the vendor's adapter does not know.</summary>
    public static VendorFailure UnknownIndicator(string sourceId, string indicator, IEnumerable<string> known) => new(
        FeedResult.UnknownSymbol,
        $"{sourceId} has no indicator '{indicator}'; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    /// <summary>A timeframe that the vendor has not. It is not put together from others: its bars would differ from the vendor's.</summary>
    public static VendorFailure NoSuchTimeframe(string sourceId, Timeframe timeframe) => new(
        FeedResult.UnknownSymbol,
        $"{sourceId} has no candles of {timeframe.Code()}; take candles-{timeframe.Code()} out of its datasets in sources.yaml.");
}

/// <summary>What must hold of any vendor's quote before it is stored.</summary>
internal static class QuoteReplies
{
    /// <summary>
    /// The quote, or why it is none. A price of 0 says that the side has no quote; before the opening a book may be crossed. Both are that
    /// symbol's matter, and the vendor's form holds.
    /// </summary>
    public static VendorReply<Quote> Quote(
        this VendorAnswer answer, QuoteQuery query, DateTimeOffset at, decimal bid, decimal ask, decimal? bidSize = null,
        decimal? askSize = null)
        => (bid, ask) switch
        {
            _ when bidSize < 0 || askSize < 0 || ((bid < 0 || ask < 0) && !query.MayBeNegative)
                => answer.Malformed("has a quote with a number below 0"),
            (0, _) or (_, 0) => answer.Fail(
                FeedResult.NothingNow, $"{answer.SourceId} has no {(bid == 0 ? "bid" : "ask")} for {answer.Asked.Symbol} now."),
            _ when bid > ask => answer.Fail(
                FeedResult.NothingNow, $"{answer.SourceId} states a bid above the ask for {answer.Asked.Symbol} now."),
            _ => answer.Ok(new Quote(query.AssetId, answer.SourceId, at, bid, ask, bidSize, askSize)),
        };

    /// <summary>The price of a side: 0 where it is absent or null, which says that it has no quote; null where it is no number.</summary>
    public static decimal? SideOf(JsonElement? stated, Func<JsonElement?, decimal?> read) => stated.IsStated() ? read(stated) : 0;

    /// <summary>A quote that lacks what it must have.</summary>
    public static VendorFailure NoQuote(this VendorAnswer answer)
        => answer.Malformed("has a quote that is not of the documented form");
}

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
