using OrleansAssets.Assets;

namespace OrleansAssets.Domain.Assets;

/// <summary>What orders of an asset must keep to, whichever version stored its risk.</summary>
public static class RiskTerms
{
    private const decimal UnitsMax = 1_000_000_000_000m;

    extension(AssetRisk risk)
    {
        /// <summary>Exposure per unit of value: 3 for a 3x fund.</summary>
        public decimal ExposureFactor => risk.ProductLeverage ?? 1;

        /// <summary>The terms; those that a file without any gets where none are stored.</summary>
        public OrderTerms OrderTerms => risk.Terms ?? TradeLimits.Default.TermsOf(risk.PricePrecision, risk.QuantityPrecision);

        /// <summary>Rounded down to whole steps.</summary>
        public decimal DownToStep(decimal units) => Down(units, risk.Terms?.QuantityStep, risk.QuantityPrecision);

        /// <summary>Rounded to whole ticks: down, up, or to the nearest.</summary>
        public decimal ToTick(decimal price, MidpointRounding rounding) => risk.Terms?.PriceTick is { } tick
            && tick != Amounts.StepOf(risk.PricePrecision)
                ? Math.Round(price / tick, 0, rounding) * tick
                : Math.Round(price, risk.PricePrecision, rounding);

        /// <summary>The smallest order in units, where a unit costs a price in the quote currency.</summary>
        public decimal SmallestUnits(decimal? price)
        {
            var terms = risk.OrderTerms;
            var size = Math.Max(risk.MinTradeSize, terms.QuantityStep);
            if (terms.MinNotional <= 0 || price is not > 0)
            {
                return size;
            }

            // A quotient beyond it could leave the range of a decimal.
            var needed = (double)terms.MinNotional / (double)price.Value >= (double)UnitsMax
                ? UnitsMax
                : risk.DownToStep(terms.MinNotional / price.Value);
            return Math.Max(size, needed * price.Value < terms.MinNotional ? needed + terms.QuantityStep : needed);
        }
    }

    private static decimal Down(decimal amount, decimal? step, int decimals)
    {
        if (step is not { } given || given == Amounts.StepOf(decimals))
        {
            return Amounts.Down(amount, decimals);
        }

        // The quotient is rounded to 28 digits, perhaps up: the product tells.
        var whole = Math.Floor(amount / given) * given;
        return whole > amount ? whole - given : whole;
    }
}
