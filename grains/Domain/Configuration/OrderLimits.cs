namespace OrleansAssets.Domain.Configuration;

/// <summary>Limits of orders beside those of positions: how many, on how old a price, after what events.</summary>
/// <param name="MaxGrossLeverage">Sum of all exposures per unit of equity.</param>
/// <param name="OrdersPerMinute">Approved orders within 60 seconds.</param>
/// <param name="OrdersPerDay">Approved orders in a UTC day.</param>
/// <param name="QuoteMaxAgeMinutes">An older quote is stale.</param>
/// <param name="SourceMissedIntervals">A required source that missed so many of its collections is stale.</param>
/// <param name="CorrelationMaxAgeDays">An older matrix, or measure of a market, is stale.</param>
/// <param name="SentimentMaxAgeMinutes">Older sentiment is stale.</param>
/// <param name="WatchedPostCooldownMinutes">How long a post of a watched account counts.</param>
/// <param name="SidewaysAdxMax">A trend strength below this, together with the next, is a sideways market.</param>
/// <param name="SidewaysEfficiencyMax">Likewise, Kaufman's efficiency ratio.</param>
/// <param name="ReservationSeconds">How long an approval holds its exposure where the order does not rest.</param>
/// <param name="RateMaxAgeHours">An older rate of a currency is stale; null, as in the inputs of older decisions, is the default.</param>
/// <param name="HeldMarkMaxAgeMinutes">
/// Likewise the mark of what is held, counted while its market is open; longer where its sources quote it more seldom.
/// </param>
/// <param name="EarningsMaxAgeDays">Earnings dates that were asked for longer ago are not known; null likewise.</param>
/// <param name="SentimentMinMentions">Fewest mentions that are a mood; null likewise.</param>
/// <param name="SentimentMinScore">
/// The mood that a purchase needs, -1 to +1; a short sale needs its opposite. Null likewise.
/// </param>
/// <param name="RejectionsPerMinute">Rejected orders within 60 seconds; null likewise.</param>
/// <param name="RejectionsPerDay">Rejected orders in a UTC day; null likewise.</param>
public sealed record OrderLimits(
    decimal MaxGrossLeverage,
    int OrdersPerMinute,
    int OrdersPerDay,
    int QuoteMaxAgeMinutes,
    int SourceMissedIntervals,
    int CorrelationMaxAgeDays,
    int SentimentMaxAgeMinutes,
    int WatchedPostCooldownMinutes,
    decimal SidewaysAdxMax,
    decimal SidewaysEfficiencyMax,
    int ReservationSeconds,
    int? RateMaxAgeHours = null,
    int? HeldMarkMaxAgeMinutes = null,
    int? EarningsMaxAgeDays = null,
    int? SentimentMinMentions = null,
    decimal? SentimentMinScore = null,
    int? RejectionsPerMinute = null,
    int? RejectionsPerDay = null)
{
    /// <summary>What a file that names none gets.</summary>
    public static readonly OrderLimits Default = new(2.0m, 30, 1_000, 15, 3, 4, 180, 60, 20m, 0.30m, 60, 72, 60, 15, 5, 0m, 60, 5_000);
}
