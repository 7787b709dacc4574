using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;

namespace OrleansAssets.Grains.Streams;

/// <summary>
/// The trades that come on a stream: each second the newest of each asset is told to whoever follows, and to the asset, which keeps it
/// where it is believed. Nothing of them is stored beside that.
/// </summary>
internal sealed class PushedTrades(IGrainFactory grains, ILogger log, TimeProvider time)
{
    private AssetDeliveries<MarketTrade>? _deliveries;
    private long _doubted;
    private string? _lastDoubt;

    /// <summary>What came and nobody was told yet; the connection writes into it.</summary>
    public NewestUntold<MarketTrade> Buffer { get; } = TradeMemory.NewBuffer();

    public StreamSubscribers<MarketTrade> Subscribers { get; } = new(trade => trade.AssetId);

    private AssetDeliveries<MarketTrade> Deliveries =>
        _deliveries ??= new AssetDeliveries<MarketTrade>(trade => trade.AssetId, TellAsync, time);

    /// <summary>What whoever follows a source that is not asked for trades is told.</summary>
    public static string NotAskedFor(string sourceId) =>
        $"'{sourceId}' pushes no trades here: its quotes lack 'trades: true' in sources.yaml. Follow its quotes, or set it.";

    public PushedTradeCounts CountsOf(int assets)
    {
        var (came, stale, coalesced) = Buffer.Counts;
        return new PushedTradeCounts(assets, came, stale, coalesced, _doubted, _lastDoubt);
    }

    public async Task TellAsync(string sourceId)
    {
        var trades = Buffer.Take();
        if (!trades.IsEmpty)
        {
            Subscribers.Tell(trades);
        }
        else if (!Deliveries.IsUnderWay)
        {
            return;
        }

        var untold = await Deliveries.TellAsync(trades);
        if (untold.Length > 0)
        {
            StreamLog.TradesNotTold(log, untold.Length, sourceId, untold[0]);
        }
    }

    /// <summary>Why an asset could not be told, null where it was; it gets the next one, and the others are told all the same.</summary>
    private async Task<string?> TellAsync(MarketTrade trade)
    {
        try
        {
            if (await grains.GetGrain<IAssetInnerGrain>(Keys.Asset(trade.AssetId)).RecordTradeAsync(trade) is { } doubt)
            {
                _doubted++;
                _lastDoubt = doubt;
            }

            return null;
        }
        catch (Exception exception)
        {
            return $"{trade.AssetId}: {exception.GetBaseException().Message}";
        }
    }
}
