namespace OrleansAssets.Domain.Assets;

/// <summary>What a unit of a currency is worth in the portfolio's currency.</summary>
/// <param name="Source">Where it comes from, e.g. <c>USD/TRY at oanda</c>.</param>
public sealed record ConversionRate(string Currency, decimal Rate, string Source, DateTimeOffset At);
