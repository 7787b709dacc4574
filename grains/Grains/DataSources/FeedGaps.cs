using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Measures feeds of candles, and of quotes that are pushed, against their market's calendar.</summary>
internal sealed class FeedGaps(IMarketDataStore market, AssetsConfiguration configuration)
{
    /// <summary>Whether a feed is to be measured: its history is filled, and its ledger old.</summary>
    public static bool IsDue(FeedState state, FeedGrant grant, DateTimeOffset now) =>
        (grant.IsPushed || grant.Schedule.Kind == DatasetKind.Candles)
        && state.ContinueFrom is null && !(state.Gaps?.MeasuredAt > now - GapRules.AgeMax);

    /// <summary>The state with its ledger measured anew.</summary>
    public async Task<FeedState> MeasureAsync(
        FeedState state, FeedId id, FeedGrant grant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (grant.IsPushed)
        {
            return await MeasurePushedAsync(state, id, now, cancellationToken);
        }

        if (GapRules.SpanOf(state, grant.Schedule, now) is not { } span || grant.Schedule.Timeframe is not { } timeframe)
        {
            return state with { Gaps = null };
        }

        var hours = configuration.HoursOf(id.AssetId);
        var openTimes = await market.OpenTimesAsync(
            id.AssetId, id.SourceId, timeframe, span with { From = span.From - timeframe.Duration() }, cancellationToken);
        return GapRules.Measure(state, hours, timeframe, span, openTimes, now);
    }

    private async Task<FeedState> MeasurePushedAsync(FeedState state, FeedId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (PushedGapRules.SpanOf(state, now) is not { } span)
        {
            return state;
        }

        var minutes = await market.QuoteMinutesAsync(id.AssetId, id.SourceId, span, cancellationToken);
        return PushedGapRules.Measure(state, configuration.HoursOf(id.AssetId), span, minutes, now);
    }
}
