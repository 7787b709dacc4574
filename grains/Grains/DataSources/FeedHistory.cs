using System.Globalization;
using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Knows of splits that change what feeds of candles have stored.</summary>
internal sealed class FeedHistory(ICorporateActionStore actions, AssetsConfiguration configuration, TimeProvider time)
{
    /// <summary>Why a feed fetches its history again, in words, and since when; null where it goes on where it stands.</summary>
    public async Task<(string Because, DateTimeOffset SplitAt)?> WhyAgainAsync(
        FeedState state, FeedId id, FeedGrant grant, CancellationToken cancellationToken)
    {
        if (grant.Schedule.Kind != DatasetKind.Candles || state.FirstAt is null
            || configuration.HoursOf(id.AssetId) != MarketHours.UsExchange)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var split = await actions.LastSplitAsync(id.AssetId, NewYorkTime.DateOf(now), cancellationToken);
        return split is { } date && HistoryRules.IsDue(state, NewYorkTime.MidnightOf(date), now)
            ? (string.Create(CultureInfo.InvariantCulture, $"a split of {id.AssetId} holds since {date:yyyy-MM-dd}"),
                NewYorkTime.MidnightOf(date))
            : null;
    }
}
