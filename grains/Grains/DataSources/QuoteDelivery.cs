using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Brings quotes to their assets, be they polled or pushed.</summary>
internal sealed class QuoteDelivery(ICorporateActionStore actions, AssetsConfiguration configuration, IGrainFactory grains)
{
    /// <summary>Tells an asset its newest quote. A quote in new units is told to nobody before the books are in new units too.</summary>
    public async Task TellAsync(Quote quote, string dataset)
    {
        if (configuration.HoursOf(quote.AssetId) == MarketHours.UsExchange
            && await actions.HasDueAsync(quote.AssetId, NewYorkTime.DateOf(quote.At), CancellationToken.None))
        {
            await grains.GetGrain<ICorporateActionsInnerGrain>(Keys.CorporateActions).ApplyAsync();
        }

        await grains.GetGrain<IAssetInnerGrain>(Keys.Asset(quote.AssetId)).RecordQuoteAsync(quote, dataset);
    }
}
