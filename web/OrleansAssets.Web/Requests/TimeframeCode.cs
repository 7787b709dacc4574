using System.Diagnostics.CodeAnalysis;
using OrleansAssets.MarketData;

namespace OrleansAssets.Web.Requests;

/// <summary>The length of a candle in an address, by its code: <c>?timeframe=1h</c>.</summary>
internal readonly record struct TimeframeCode(Timeframe Value) : IParsable<TimeframeCode>
{
    public static readonly string Rule = $"one of {string.Join(", ", Timeframe.Codes)}";

    public static TimeframeCode Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var code) ? code : throw new FormatException($"'{s}' must be {Rule}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TimeframeCode result)
    {
        var isCode = Timeframe.TryParseCode(s, out var timeframe);
        result = new TimeframeCode(timeframe);
        return isCode;
    }
}
