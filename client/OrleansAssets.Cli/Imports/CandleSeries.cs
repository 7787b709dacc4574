using OrleansAssets.Cli.Output;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary>Which series a candle file holds; null for what its columns say row by row.</summary>
internal sealed record CandleSeries(string? AssetId, Timeframe? Timeframe)
{
    /// <summary>Options come first, then columns, then the file's name.</summary>
    public static (CandleSeries? Series, CommandError? Error) Find(string path, string? asset, string? timeframe, KnownAssets assets)
    {
        var (hasAsset, hasTimeframe) = ColumnsOf(path);
        var (symbol, length) = CandleFileName.Read(path);
        if (asset is not null && hasAsset || timeframe is not null && hasTimeframe)
        {
            var name = asset is not null && hasAsset ? "asset" : "timeframe";
            return (null, CommandError.BadInput($"'{path}' has a column '{name}'; leave out --{name}."));
        }

        Timeframe? found = null;
        if (timeframe is not null)
        {
            if (!MarketData.Timeframe.TryParseCode(timeframe, out var parsed))
            {
                var codes = string.Join(", ", MarketData.Timeframe.Codes);
                return (null, CommandError.BadInput($"--timeframe '{timeframe}' must be one of {codes}."));
            }

            found = parsed;
        }
        else if (!hasTimeframe)
        {
            found = length;
        }

        var assetName = asset ?? (hasAsset ? null : symbol);
        var assetId = assetName is null ? null : assets.Find(assetName);
        if (assetName is not null && assetId is null)
        {
            var origin = asset is null ? $"The file's name says '{assetName}', so --asset must name it: it" : $"--asset '{assetName}'";
            return (null, CommandError.NotFound($"{origin} {assets.Rule(assetName)}"));
        }

        return found is null && !hasTimeframe
            ? (null, CommandError.BadInput(
                $"The timeframe of '{path}' is not known: give --timeframe, or name the file like BTCUSDT_1d.csv."))
            : (new CandleSeries(assetId, found), null);
    }

    private static (bool Asset, bool Timeframe) ColumnsOf(string path)
    {
        using var stream = File.OpenRead(path);
        var format = new HeaderOnly();
        using var rows = new RowStream<Candle>(stream, format);
        var header = rows.ReadHeader();
        return header.Positions.Length == 0 ? (false, false) : (header.Positions[0] >= 0, header.Positions[1] >= 0);
    }

    private sealed class HeaderOnly : RowFormat<Candle>
    {
        public override IReadOnlyList<ColumnRule> Columns { get; } = [new("asset", false), new("timeframe", false)];

        public override Candle? Read(RowFields fields, List<RowFault> faults) => null;
    }
}

/// <summary>What the name of a candle file says: <c>BTCUSDT_1d.csv</c> holds days of BTCUSDT.</summary>
internal static class CandleFileName
{
    /// <returns>The symbol and the timeframe; null for what the name does not say.</returns>
    public static (string? Symbol, Timeframe? Timeframe) Read(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var split = stem.LastIndexOf('_');
        return split > 0 && MarketData.Timeframe.TryParseCode(stem[(split + 1)..], out var timeframe)
            ? (stem[..split], timeframe)
            : (stem, null);
    }
}
