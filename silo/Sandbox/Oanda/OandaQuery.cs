using System.Globalization;
using OrleansAssets.MarketData;

namespace OrleansAssets.Sandbox.Oanda;

/// <summary>The parameters of a request for candles.</summary>
internal sealed record OandaQuery(Timeframe Timeframe, DateTimeOffset From, int Count)
{
    private const int CountDefault = 500;
    private const int CountMax = 5000;

    /// <summary>Reads them; null with the message to answer.</summary>
    public static OandaQuery? TryRead(IQueryCollection query, DateTimeOffset now, out string message)
    {
        var (countText, fromText) = (query["count"].ToString(), query["from"].ToString());
        var timeframe = TimeframeOf(query["granularity"].ToString());
        var count = countText.Length == 0 ? CountDefault
            : int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var isTime = DateTimeOffset.TryParse(
            fromText, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from);
        message = timeframe is null ? "Invalid value specified for 'granularity'"
            : count < 1 ? "Invalid value specified for 'count'"
            : count > CountMax ? "Maximum value for 'count' exceeded"
            : !isTime || from > now ? "Invalid value specified for 'from'. Time is in the future"
            : string.Empty;
        return message.Length > 0 ? null : new OandaQuery(timeframe!.Value, from, count); // Set wherever there is no message.
    }

    private static Timeframe? TimeframeOf(string name) => name switch
    {
        "M1" => Timeframe.M1,
        "M5" => Timeframe.M5,
        "M15" => Timeframe.M15,
        "M30" => Timeframe.M30,
        "H1" => Timeframe.H1,
        "H4" => Timeframe.H4,
        "D" => Timeframe.D1,
        _ => null,
    };
}
