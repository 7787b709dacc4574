using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Assets;

/// <summary>What a unit of a currency is worth in the portfolio's currency, as a decision stores it.</summary>
/// <param name="Source">Where it comes from, e.g. <c>USD/TRY at oanda</c>.</param>
public sealed record ConversionRate(string Currency, decimal Rate, string Source, DateTimeOffset At)
{
    public static ConversionRate Of(ExchangeRate rate) => new(rate.From.Code, rate.Rate, rate.Source, rate.At);

    /// <summary>The rate with both of its currencies.</summary>
    /// <param name="to">The portfolio's currency.</param>
    public ExchangeRate To(Currency to) => new(new Currency(Currency), to, Rate, Source, At);
}
