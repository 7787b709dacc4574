using System.Globalization;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Bodies in Binance's documented form.</summary>
internal static class BinanceReplies
{
    public static readonly DateTimeOffset From = new(2025, 3, 14, 0, 0, 0, TimeSpan.Zero);

    public static readonly CandleQuery Hourly = new("BTC/USDT", "BTCUSDT", Timeframe.H1, From);

    public const string Book = """{"symbol":"BTCUSDT","bidPrice":"83000.10","bidQty":"1.5","askPrice":"83000.20","askQty":"0.25"}""";

    public static string Rows(params IEnumerable<string> rows) => $"[{string.Join(',', rows)}]";

    public static string Row(
        DateTimeOffset openTime, string open = "\"100.5\"", string high = "\"110\"", string low = "\"90\"", string close = "\"101\"",
        string volume = "\"12.5\"",
        int lengthMinutes = 60)
    {
        var opens = openTime.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var closes = (openTime.ToUnixTimeMilliseconds() + (lengthMinutes * 60_000L) - 1).ToString(CultureInfo.InvariantCulture);
        return $"""[{opens},{open},{high},{low},{close},{volume},{closes},"1250.0",42,"6.0","600.0","0"]""";
    }

    public static string Hours(int count) => Rows(Enumerable.Range(0, count).Select(hour => Row(From.AddHours(hour))));
}
