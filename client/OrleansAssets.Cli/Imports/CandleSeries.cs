using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Cli.Output;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary>Which series a candle file holds; null for what its columns say row by row.</summary>
internal sealed record CandleSeries(string? AssetId, Timeframe? Timeframe)
{
    /// <summary>Options come first, then columns, then what the file itself says, then its name, then the distance of its rows.</summary>
    /// <param name="header">Of the file.</param>
    public static (CandleSeries? Series, CommandError? Error) Find(
        string path, FileForm form, IReadOnlyList<string> header, string? asset, string? timeframe, KnownAssets assets)
    {
        var (hasAsset, hasTimeframe) = (form.Layout.PositionOf("asset", header) >= 0, form.Layout.PositionOf("timeframe", header) >= 0);
        var (symbol, length) = CandleFileName.Read(path);
        if (asset is not null && hasAsset || timeframe is not null && hasTimeframe)
        {
            var name = asset is not null && hasAsset ? "asset" : "timeframe";
            return (null, CommandError.BadInput($"'{path}' has a column for the {name}; leave out --{name}."));
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
            found = length ?? (MarketData.Timeframe.TryParseCode(form.Timeframe, out var spaced) ? spaced : null);
        }

        var assetName = asset ?? (hasAsset ? null : form.Symbol ?? symbol);
        var assetId = assetName is null ? null : assets.Find(assetName);
        if (assetName is not null && assetId is null)
        {
            var origin = asset is not null ? $"--asset '{assetName}'"
                : form.Symbol is not null ? $"The file is about '{assetName}', so --asset must name it: it"
                : $"The file's name says '{assetName}', so --asset must name it: it";
            return (null, CommandError.NotFound($"{origin} {assets.Rule(assetName)}"));
        }

        return found is null && !hasTimeframe
            ? (null, CommandError.BadInput(
                $"The timeframe of '{path}' is not known: give --timeframe, or name the file like BTCUSDT_1d.csv."))
            : (new CandleSeries(assetId, found), null);
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
