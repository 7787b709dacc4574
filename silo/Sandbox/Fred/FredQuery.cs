using System.Globalization;

namespace OrleansAssets.Sandbox.Fred;

/// <summary>The parameters that FRED's two addresses share or have alone.</summary>
internal sealed record FredQuery(
    string SeriesId, DateOnly? ObservationStart, DateOnly? RealtimeStart, DateOnly? RealtimeEnd, bool IncludesComing, bool IsDescending,
    int Offset, int? Limit)
{
    /// <summary>Reads them; null with the name of the one that is bad.</summary>
    public static FredQuery? TryRead(IQueryCollection query, out string bad)
    {
        bad = Array.Find(["observation_start", "realtime_start", "realtime_end"], name => !IsDateOrAbsent(query[name]))
            ?? Array.Find(["offset", "limit"], name => !IsNumberOrAbsent(query[name]))
            ?? (query["sort_order"].ToString() is "" or "asc" or "desc" ? string.Empty : "sort_order");
        var isDescending = query["sort_order"] == "desc" || (query["sort_order"].ToString().Length == 0 && !query.ContainsKey("series_id"));
        return bad.Length > 0 ? null : new FredQuery(
            query["series_id"].ToString(), DateOf(query["observation_start"]), DateOf(query["realtime_start"]),
            DateOf(query["realtime_end"]),
            query["include_release_dates_with_no_data"] == "true", isDescending, NumberOf(query["offset"]) ?? 0, NumberOf(query["limit"]));
    }

    private static bool IsDateOrAbsent(string? text) => string.IsNullOrEmpty(text) || DateOf(text) is not null;

    private static bool IsNumberOrAbsent(string? text) => string.IsNullOrEmpty(text) || NumberOf(text) is not null;

    private static DateOnly? DateOf(string? text)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static int? NumberOf(string? text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
