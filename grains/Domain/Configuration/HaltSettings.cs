namespace OrleansAssets.Domain.Configuration;

/// <summary>What halts one class, one asset or one strategy by itself, and nothing else.</summary>
/// <param name="Class">Of each class.</param>
/// <param name="Asset">Of each asset.</param>
/// <param name="Strategy">Of each strategy.</param>
/// <param name="RejectionMinutes">For how long an order that the broker rejected counts.</param>
/// <param name="StaleMinutes">
/// A held asset whose mark is older, counted while its market is open, is reduce-only until somebody looks; null for never.
/// </param>
public sealed record HaltSettings(ScopeLimits Class, ScopeLimits Asset, ScopeLimits Strategy, int RejectionMinutes, int? StaleMinutes)
{
    /// <summary>What a file that names none gets: nothing but the whole portfolio halts by itself.</summary>
    public static readonly HaltSettings None = new(ScopeLimits.None, ScopeLimits.None, ScopeLimits.None, 60, null);
}

/// <summary>Limits of a class, an asset or a strategy; null for none.</summary>
/// <param name="DailyLoss">Part of the portfolio's equity at the start of the day that it may lose in the day.</param>
/// <param name="Drawdown">Likewise since its best.</param>
/// <param name="BrokerRejections">So many orders that the broker rejected halt it.</param>
public sealed record ScopeLimits(decimal? DailyLoss, decimal? Drawdown, int? BrokerRejections)
{
    public static readonly ScopeLimits None = new(null, null, null);
}
