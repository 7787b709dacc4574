using System.Collections.Immutable;

namespace OrleansAssets.Sandbox.World;

/// <summary>How the sandbox's world sees an asset.</summary>
/// <param name="StartPrice">The level that its price wanders about.</param>
/// <param name="VolatilityScore">1 (calm) to 10 (wild), as in the configuration.</param>
/// <param name="PriceDecimals">Decimals of its smallest price step.</param>
/// <param name="VolumeDecimals">Decimals of its smallest traded amount.</param>
/// <param name="DailyVolume">Typical volume of a day, in units of the asset.</param>
/// <param name="VolatilityPerScore">Daily volatility that one point of the score adds; scores compare within a kind of market.</param>
internal sealed record SyntheticAsset(
    string Id,
    decimal StartPrice,
    int VolatilityScore,
    int PriceDecimals,
    int VolumeDecimals,
    long DailyVolume,
    TradingHours Hours,
    double VolatilityPerScore = 0.006)
{
    /// <summary>All 22 assets.</summary>
    public static ImmutableArray<SyntheticAsset> All { get; } =
    [
        new("BTC/USDT", 68_000m, 6, 2, 5, 25_000, TradingHours.Always),
        new("ETH/USDT", 3_300m, 7, 2, 4, 400_000, TradingHours.Always),
        Share("NVDA", 135m, 7, 220_000_000),
        Share("TSLA", 260m, 8, 95_000_000),
        Share("AMD", 150m, 7, 50_000_000),
        Share("TQQQ", 75m, 8, 70_000_000),
        Share("SOXL", 38m, 9, 65_000_000),
        Share("UVXY", 24m, 10, 12_000_000),
        Currency("GBP/JPY", 192m, 5, 3),
        Currency("USD/TRY", 34m, 8, 5),
        Currency("USD/ZAR", 18.2m, 6, 5),
        Currency("USD/BRL", 5.6m, 6, 5),
        Currency("AUD/JPY", 98m, 5, 3),
        Commodity("NATGAS", 3.1m, 9, 3, 180_000),
        Commodity("SILVER", 31m, 6, 4, 70_000),
        Commodity("CRUDE", 72m, 7, 3, 320_000),
        Share("GME", 24m, 10, 9_000_000),
        Share("AMC", 4.4m, 10, 14_000_000),
        Share("OPEN", 2.6m, 9, 30_000_000),
        Share("RGTI", 9m, 10, 45_000_000),
        Share("QUBT", 11m, 10, 20_000_000),
        Share("DNUT", 8.5m, 8, 5_000_000),
    ];

    /// <summary>Pairs that are collected for their rate and that nobody trades here.</summary>
    public static ImmutableArray<SyntheticAsset> Conversions { get; } = [Currency("USD/JPY", 150m, 5, 3)];

    /// <summary>The PHLX Semiconductor index: nobody trades it here, some vendors report it.</summary>
    public static SyntheticAsset Semiconductors { get; } = Share("SOX", 5_100m, 5, 0);

    /// <summary>Standard deviation of a day's log return: for a share 0.6 % at score 1 to 6 % at score 10.</summary>
    public double DailyVolatility => VolatilityPerScore * VolatilityScore;

    /// <summary>An asset by id; null where the sandbox has none.</summary>
    public static SyntheticAsset? Find(string id) => All.FirstOrDefault(asset => asset.Id == id);

    private static SyntheticAsset Share(string id, decimal price, int score, long volume)
        => new(id, price, score, 2, 0, volume, TradingHours.NewYork);

    private static SyntheticAsset Currency(string id, decimal price, int score, int decimals)
        => new(id, price, score, decimals, 0, 150_000, TradingHours.ForexWeek, VolatilityPerScore: 0.0012);

    private static SyntheticAsset Commodity(string id, decimal price, int score, int decimals, long volume)
        => new(id, price, score, decimals, 0, volume, TradingHours.Futures);
}
