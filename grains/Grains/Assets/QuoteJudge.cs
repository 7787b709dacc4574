using Microsoft.Extensions.Logging;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Assets;

/// <summary>
/// Has quotes judged by the limits of the configuration, and reads the last stored close where a quote is far from the last. A split that
/// the books have taken is no jump: the last quote is told in its units.
/// </summary>
internal sealed partial class QuoteJudge(
    AssetsConfiguration configuration, ICandleReader candles, ICorporateActionStore actions, ILogger<QuoteJudge> log)
{
    /// <param name="held">What a portfolio that holds it values it at; null where none does.</param>
    public async Task<(AssetState Next, RefusedQuotes? Begun)> TakeAsync(
        AssetState state, string assetId, Quote quote, string dataset, DateTimeOffset now, HeldMark? held = null)
    {
        var (hours, rules) = (configuration.HoursOf(assetId), QuoteRules.Of(configuration, assetId));
        state = hours == MarketHours.UsExchange ? await InPresentUnitsAsync(state, assetId, quote, rules) : state;
        var close = QuoteGate.AsksClose(state.LastQuote, quote, rules) ? await CloseAsync(assetId, quote.At) : null;
        return AssetRules.TakeQuote(state, assetId, quote, dataset, close, rules, now, held);
    }

    /// <summary>A portfolio that holds the asset says what it values it at.</summary>
    public (AssetState Next, RefusedQuotes? Begun) TakeMark(AssetState state, string assetId, HeldMark held) =>
        AssetRules.TakeMark(state, held, QuoteRules.Of(configuration, assetId));

    /// <summary>Tells of a quote that is not believed, once for each source until it is explained.</summary>
    public void Told(string assetId, RefusedQuotes? begun)
    {
        if (begun is not null)
        {
            LogRefused(assetId, begun.Reason, begun.Explains);
        }
    }

    private async Task<AssetState> InPresentUnitsAsync(AssetState state, string assetId, Quote quote, QuoteRules rules)
    {
        if (state.LastQuote is not { } last || !QuoteGate.AsksClose(last, quote, rules))
        {
            return state;
        }

        var known = await actions.ListAsync(assetId, NewYorkTime.DateOf(last.At), CancellationToken.None);
        return SettlingRules.PriceFactor(known, last.At, quote.At) is not 1 and var factor
            ? state with { LastQuote = last with { Bid = last.Bid * factor, Ask = last.Ask * factor } }
            : state;
    }

    private async Task<LastClose?> CloseAsync(string assetId, DateTimeOffset at)
    {
        var days = await candles.GetDailyAsync(assetId, at - QuoteGate.CloseAgeMax - TimeSpan.FromDays(1), CancellationToken.None);
        return days.Where(day => day.OpenTime + TimeSpan.FromDays(1) <= at).MaxBy(day => day.OpenTime) is { } last
            ? new LastClose(last.Close, last.OpenTime.AddDays(1), last.SourceId)
            : null;
    }

    [LoggerMessage(1140, LogLevel.Warning, "{Asset} is reduce-only: {Reason}. {Explains}")]
    private partial void LogRefused(string asset, string reason, string explains);
}
