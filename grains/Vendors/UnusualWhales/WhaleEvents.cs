using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>
/// Reads the economic calendar <c>[{type, time, event, reported_period, prev, forecast}]</c> and earnings
/// <c>[{report_date, report_time, ending_fiscal_quarter, street_mean_est, actual_eps}]</c>.
/// </summary>
internal static class WhaleEvents
{
    private const int IdCharsMax = 80;
    private const int TitleCharsMax = 200;

    private static readonly ImmutableArray<string> HighImpact =
        ["fomc", "fed ", "cpi", "consumer price", "ppi", "pce", "employment", "payroll", "jobs", "gdp", "retail sales"];

    /// <summary>Releases from an instant on, oldest first, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryReadCalendar(JsonElement data, DateTimeOffset from, out ImmutableArray<EconomicEvent> events)
        => TryRead(data, ReadRelease, from, out events);

    /// <summary>Coming earnings, oldest first, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryReadEarnings(
        JsonElement data, string assetId, string symbol, DateTimeOffset from, out ImmutableArray<EconomicEvent> events)
        => TryRead(data, row => ReadEarnings(row, assetId, symbol), from, out events);

    private static string? TryRead(
        JsonElement data, Func<JsonElement, EconomicEvent?> read, DateTimeOffset from, out ImmutableArray<EconomicEvent> events)
    {
        events = [];
        if (data.ValueKind != JsonValueKind.Array)
        {
            return "has no array of events";
        }

        var found = new List<EconomicEvent>();
        foreach (var row in data.EnumerateArray())
        {
            if (read(row) is not { } item)
            {
                return $"has an event {found.Count + 1} that is not of the documented form";
            }

            found.Add(item);
        }

        events = [.. found.Where(item => item.At >= from).DistinctBy(item => item.EventId, StringComparer.Ordinal).OrderBy(item => item.At)];
        return null;
    }

    /// <summary>
    /// The vendor gives releases no id: the name and the period that they report make one, so that a release that is put off stays the same.
    /// </summary>
    private static EconomicEvent? ReadRelease(JsonElement row)
    {
        if (row.Member("event").Text()?.Trim('*', ' ') is not { Length: > 0 } title || !Rfc3339.TryParse(row.Member("time").Text(), out var at))
        {
            return null;
        }

        var isReport = row.Member("type").Text() is "report" or "fed-speaker" or "fomc";
        var impact = HighImpact.Any(word => title.Contains(word, StringComparison.OrdinalIgnoreCase)) ? EventImpact.High
            : isReport ? EventImpact.Medium : EventImpact.Low;
        var (previous, unit) = NumberOf(row.Member("prev").Text());
        var (forecast, forecastUnit) = NumberOf(row.Member("forecast").Text());
        var id = Slug(string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM} {row.Member("reported_period").Text()} {title}"));
        return new EconomicEvent(
            UnusualWhalesVendor.Id, id, at, Cut(title, TitleCharsMax), "US", impact, AssetId: null, Classes: [],
            unit.Length > 0 ? unit : forecastUnit, previous, forecast, Actual: null);
    }

    private static EconomicEvent? ReadEarnings(JsonElement row, string assetId, string symbol)
    {
        if (VendorParser.DateOf(row.Member("report_date").Text()) is not { } date)
        {
            return null;
        }

        var quarter = VendorParser.DateOf(row.Member("ending_fiscal_quarter").Text()) ?? date;
        var when = row.Member("report_time").Text() switch
        {
            "premarket" => ", before the market opens",
            "postmarket" => ", after the market closes",
            _ => string.Empty,
        };
        return new EconomicEvent(
            UnusualWhalesVendor.Id, FormattableString.Invariant($"earnings-{symbol}-{quarter:yyyy-MM-dd}"), NewYorkDays.OpenTimeOf(date),
            FormattableString.Invariant($"Earnings of {symbol} for the quarter to {quarter:yyyy-MM-dd}{when}"), "US", EventImpact.High, assetId,
            Classes: [], "usd", Previous: null, row.Member("street_mean_est").AnyNumber(), row.Member("actual_eps").AnyNumber());
    }

    /// <summary>A figure and its unit; texts such as ranges have none.</summary>
    private static (decimal? Number, string Unit) NumberOf(string? text)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        return trimmed.EndsWith('%')
            ? (VendorParser.DecimalOf(trimmed[..^1]), "percent")
            : (VendorParser.DecimalOf(trimmed.Replace(",", string.Empty, StringComparison.Ordinal)), string.Empty);
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return Cut(slug.ToString().Trim('-'), IdCharsMax);
    }

    private static string Cut(string text, int charsMax) => text.Length <= charsMax ? text : text[..charsMax];
}
