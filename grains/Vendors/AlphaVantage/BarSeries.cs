using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>
/// Reads a series: <c>{"Meta Data":{"5. Time Zone":"US/Eastern"},"Time Series (Daily)":{"2025-03-13":{"1. open":"...",...}}}</c>, newest
/// first. Names carry numbers that differ from function to function; prices are texts; pairs have no volume.
/// </summary>
internal static class BarSeries
{
    /// <summary>The closed bars, oldest first.</summary>
    public static Result<ImmutableArray<Candle>> Read(JsonElement root, CandleQuery query, DateTimeOffset serverTime)
    {
        var rows = Find(root, name => name.Contains("Time Series", StringComparison.Ordinal));
        var zone = Find(root, name => name == "Meta Data") is { } meta ? Find(meta, name => name == "Time Zone").Text() : null;
        if (rows is not { ValueKind: JsonValueKind.Object } series || zone is not ("US/Eastern" or "UTC"))
        {
            return "has no time series, or none in New York's time or UTC";
        }

        var isNewYork = zone == "US/Eastern";
        return CandleRows.ReadFrom(series.EnumerateObject().Reverse(), row => ReadRow(row, query, isNewYork), query, serverTime)
            .Then<ImmutableArray<Candle>>(bars => bars.RemoveAll(bar => EndOf(bar, query.Timeframe, isNewYork) > serverTime));
    }

    /// <summary>A member by its name without the number before it.</summary>
    public static JsonElement? Find(JsonElement element, Predicate<string> isIt)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (isIt(Strip(NameOf(member))))
            {
                return member.Value;
            }
        }

        return null;
    }

    /// <summary>A time in the zone that the reply names elsewhere; null for anything else.</summary>
    public static DateTime? LocalTimeOf(string? text)
        => DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : null;

    /// <summary>Name of a member; empty for one that is no valid text.</summary>
    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate inside the quotes passes the tokenizer.
            return string.Empty;
        }
    }

    private static string Strip(string name)
    {
        var digits = name.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < name.Length && name[digits] is '.' or ':' ? name[(digits + 1)..].TrimStart() : name;
    }

    private static Candle? ReadRow(JsonProperty row, CandleQuery query, bool isNewYork)
    {
        decimal? Number(string name) => Find(row.Value, found => found == name).NumberText();
        var volume = query.Symbol.Contains('/', StringComparison.Ordinal) ? 0 : Number("volume");
        return OpenTimeOf(NameOf(row), query.Timeframe, isNewYork) is { } openTime
            && Number("open") is { } open && Number("high") is { } high && Number("low") is { } low && Number("close") is { } close
            && volume is { } traded
            ? new Candle(query.AssetId, AlphaVantageVendor.Id, query.Timeframe, openTime, open, high, low, close, traded)
            : null;
    }

    /// <summary>A bare date is the trading date, and opens at 00:00Z; a time is the start of its bar, in the series' zone.</summary>
    private static DateTimeOffset? OpenTimeOf(string text, Timeframe timeframe, bool isNewYork)
    {
        if (timeframe == Timeframe.D1)
        {
            return IsoDate.Parse(text) is { } date ? NewYorkDays.OpenTimeOf(date) : null;
        }

        return LocalTimeOf(text) is not { } local ? null
            : isNewYork ? NewYorkTime.InstantOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local))
            : new DateTimeOffset(local, TimeSpan.Zero);
    }

    private static DateTimeOffset EndOf(Candle candle, Timeframe timeframe, bool isNewYork)
        => timeframe == Timeframe.D1 && isNewYork ? NewYorkDays.EndOf(candle.OpenTime) : candle.OpenTime + timeframe.Duration();
}
