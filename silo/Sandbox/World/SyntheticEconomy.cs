namespace OrleansAssets.Sandbox.World;

/// <summary>Indices, yields, prices and stocks that several vendors report; prices are those of the world's markets.</summary>
internal static class SyntheticEconomy
{
    private static readonly SyntheticMarket NaturalGas = MarketOf("NATGAS");
    private static readonly SyntheticMarket Crude = MarketOf("CRUDE");
    private static readonly SyntheticMarket Semiconductors = new(SyntheticAsset.Semiconductors);

    private static readonly SyntheticSeries Volatility = new("VIX", 18, 0.06);
    private static readonly SyntheticSeries Dollar = new("Broad dollar", 122, 0.003);
    private static readonly SyntheticSeries TenYears = new("Ten-year yield", 4.2, 0.012);
    private static readonly SyntheticSeries TwoYears = new("Two-year yield", 4.0, 0.012);
    private static readonly SyntheticSeries CrudeStocks = new("Crude stocks", 440_000, 0.003);
    private static readonly SyntheticSeries Injection = new("Gas injection", 1, 0.002);

    /// <summary>What kind of dates have a value.</summary>
    internal enum Calendar
    {
        /// <summary>Weekdays; a holiday in New York has a row without a value.</summary>
        Daily,

        /// <summary>The first of each month.</summary>
        Monthly,
    }

    /// <summary>A series by FRED's id; null where the world has none.</summary>
    public static (Calendar Calendar, Func<DateOnly, decimal?> On)? Find(string id) => id switch
    {
        "VIXCLS" => (Calendar.Daily, date => Round(Volatility.On(date), 2)),
        "DTWEXBGS" => (Calendar.Daily, date => Round(Dollar.On(date), 4)),
        "DGS10" => (Calendar.Daily, date => Round(TenYears.On(date), 2)),
        "DGS2" => (Calendar.Daily, date => Round(TwoYears.On(date), 2)),
        "T10Y2Y" => (Calendar.Daily, date => Round(TenYears.On(date), 2) - Round(TwoYears.On(date), 2)),
        "DFF" => (Calendar.Daily, date => Round(TwoYears.On(date) * 0.98, 2)),
        "NASDAQSOX" => (Calendar.Daily, Semiconductors.CloseOn),
        "DHHNGSP" => (Calendar.Daily, NaturalGas.CloseOn),
        "DCOILWTICO" => (Calendar.Daily, Crude.CloseOn),
        "IRLTLT01GBM156N" => Monthly(id, 4.3),
        "IRLTLT01JPM156N" => Monthly(id, 1.1),
        "IRLTLT01AUM156N" => Monthly(id, 4.2),
        "IRLTLT01EZM156N" => Monthly(id, 2.9),
        "IRLTLT01USM156N" => Monthly(id, 4.2),
        "IRLTLT01ZAM156N" => Monthly(id, 10.4),
        "CPIAUCSL" => (Calendar.Monthly, date => Round(237 * Math.Exp(0.0026 * (date.Year - 2016) * 12 + 0.0026 * date.Month), 3)),
        "UNRATE" => Monthly(id, 4.1),
        _ => null,
    };

    /// <summary>A series by EIA's id, weekly ones by the Friday that ends the week; null where the world has none.</summary>
    public static Func<DateOnly, decimal?>? FindEnergy(string id) => id switch
    {
        "NW2_EPG0_SWO_R48_BCF" => GasInStorage,
        "WCESTUS1" => date => Round(CrudeStocks.On(date), 0),
        "WGTSTUS1" => date => Round(CrudeStocks.On(date) * 0.53, 0),
        "WDISTUS1" => date => Round(CrudeStocks.On(date) * 0.27, 0),
        "RNGWHHD" => NaturalGas.CloseOn,
        "RWTC" => Crude.CloseOn,
        "RBRTE" => date => Crude.CloseOn(date) + 4,
        _ => null,
    };

    /// <summary>Gas is stored from April to October and drawn from then on.</summary>
    private static decimal? GasInStorage(DateOnly date)
        => Round(2_700 * Injection.On(date) - (1_000 * Math.Cos((date.DayOfYear - 90) * 2 * Math.PI / 365.25)), 0);

    private static (Calendar Calendar, Func<DateOnly, decimal?> On)? Monthly(string id, double level)
    {
        var series = new SyntheticSeries(id, level, 0.006);
        return (Calendar.Monthly, date => Round(series.On(date), 2));
    }

    private static decimal Round(double value, int decimals) => Math.Round((decimal)value, decimals);

    private static SyntheticMarket MarketOf(string assetId)
        => new(SyntheticAsset.Find(assetId) ?? throw new ArgumentException("is none of the world's", nameof(assetId)));
}
