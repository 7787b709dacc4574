using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Assets;

/// <summary>Which trades of others are news, and which are believed.</summary>
public static class TradeGate
{
    /// <summary>
    /// Whether a trade is news after the newest one: many are made in one instant, and a source that tells one again gives it the same id.
    /// </summary>
    public static bool IsNews(MarketTrade newest, MarketTrade trade)
    {
        ArgumentNullException.ThrowIfNull(newest);
        ArgumentNullException.ThrowIfNull(trade);
        return trade.At > newest.At || (trade.At == newest.At && trade.TradeId is not null && trade.TradeId != newest.TradeId);
    }

    /// <summary>
    /// Why a trade is not believed, in words; null where it is. Nothing but a quote says whether its price is a mistake of the venue or in
    /// other units than ours, so that without one that is believed no trade is.
    /// </summary>
    /// <param name="believed">The newest quote that the asset believes; null before the first.</param>
    public static string? DoubtOf(Quote? believed, MarketTrade trade, QuoteLimits limits)
    {
        ArgumentNullException.ThrowIfNull(trade);
        ArgumentNullException.ThrowIfNull(limits);
        var told = $"the trade of {trade.SourceId} in {trade.AssetId} at {InstantText.Seconds(trade.At)} ({Amounts.Text(trade.Price)})";
        if (believed is null)
        {
            return $"{told} cannot be held against a quote: none of {trade.AssetId} is believed yet";
        }

        var distance = Math.Abs(trade.Price - believed.Mid);
        return distance <= limits.MaxJump * Math.Abs(believed.Mid)
            ? null
            : $"{told} is {Amounts.Percent(Math.Round(distance / Math.Abs(believed.Mid), 4))} from {Amounts.Text(believed.Mid)}, the quote "
                + $"of {InstantText.Seconds(believed.At)} at {believed.SourceId}; {Amounts.Percent(limits.MaxJump)} are believed";
    }
}
