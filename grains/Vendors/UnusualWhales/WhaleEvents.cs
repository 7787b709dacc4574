using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>
/// Reads the economic calendar <c>[{type, time, event, reported_period, prev, forecast}]</c> and earnings
/// <c>[{report_date, report_time, ending_fiscal_quarter, street_mean_est, actual_eps}]</c>.
/// </summary>
internal static class WhaleEvents
{
    private const int IdCharsMax = 80;
    private const int TitleCharsMax = 200;

    /// <summary>Days after the end of its quarter in which a company has reported: 90 of a year's report, and 30 for the late.</summary>
    private const int ReportedWithinDays = 120;

    private static readonly ImmutableArray<string> HighImpact =
        ["fomc", "fed ", "cpi", "consumer price", "ppi", "pce", "employment", "payroll", "jobs", "gdp", "retail sales"];

    /// <summary>Releases from an instant on, oldest first.</summary>
    public static Result<ImmutableArray<EconomicEvent>> ReadCalendar(JsonElement data, DateTimeOffset from)
        => ReplyRows.Read(data, int.MaxValue, ReadRelease).Then(events => Earnings.From(events, from));

    /// <summary>
    /// Coming earnings, oldest first; a fault where a row that may be one of them has no date: its share would look free of them.
    /// </summary>
    public static Result<ImmutableArray<EconomicEvent>> ReadEarnings(JsonElement data, string assetId, string symbol, DateTimeOffset from)
        => data.ValueKind == JsonValueKind.Array && data.EnumerateArray().Any(row => MayBeComing(row, from))
            ? $"has earnings of {symbol} whose date cannot be read"
            : ReplyRows.Read(data, int.MaxValue, row => ReadEarnings(row, assetId, symbol)).Then(events => Earnings.From(events, from));

    private static bool MayBeComing(JsonElement row, DateTimeOffset from) => row.Member("report_date").Date() is null
        && !(row.Member("ending_fiscal_quarter").Date() is { } quarter
            && quarter.AddDays(ReportedWithinDays) < DateOnly.FromDateTime(from.UtcDateTime));

    /// <summary>
    /// The vendor gives releases no id: the name and the period that they report make one, so that a release that is put off stays the
    /// same.
    /// </summary>
    private static EconomicEvent? ReadRelease(JsonElement row)
    {
        if (row.Member("event").Text()?.Trim('*', ' ') is not { Length: > 0 } title || row.Member("time").Instant() is not { } at)
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
            UnusualWhalesVendor.Id, id, at, title.Cut(TitleCharsMax), "US", impact, AssetId: null, Classes: [],
            unit.Length > 0 ? unit : forecastUnit, previous, forecast, Actual: null);
    }

    private static EconomicEvent? ReadEarnings(JsonElement row, string assetId, string symbol)
        => row.Member("report_date").Date() is { } date
            ? Earnings.Of(
                UnusualWhalesVendor.Id, assetId, symbol, date, row.Member("ending_fiscal_quarter").Date() ?? date,
                row.Member("report_time").Text(), "usd", row.Member("street_mean_est").AnyNumber(), row.Member("actual_eps").AnyNumber())
            : null;

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

        return slug.ToString().Trim('-').Cut(IdCharsMax);
    }
}
