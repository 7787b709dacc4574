using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Importing;

/// <summary>What the name of a candle file says: <c>BTCUSDT_1d.csv</c> holds days of BTCUSDT.</summary>
internal static class CandleFileName
{
    /// <returns>The symbol and the timeframe; null for what the name does not say.</returns>
    public static (string? Symbol, Timeframe? Timeframe) Read(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var split = stem.LastIndexOf('_');
        return split > 0 && Timeframes.TryParse(stem[(split + 1)..], out var timeframe) ? (stem[..split], timeframe) : (stem, null);
    }
}
