using System.Globalization;

namespace OrleansAssets.Sandbox.Eia;

/// <summary>The parameters of a request for rows.</summary>
/// <param name="Series">The facet; the sandbox serves one at a time.</param>
/// <param name="HasValue">Whether <c>data[0]=value</c> was sent; without it rows have no value.</param>
internal sealed record EiaQuery(string Series, DateOnly Start, DateOnly End, bool IsDescending, int Offset, int Length, bool HasValue)
{
    private const int LengthMax = 5000;

    /// <summary>Reads them; null with the error that the vendor states.</summary>
    public static EiaQuery? TryRead(IQueryCollection query, string frequency, DateOnly today, out string error)
    {
        var (start, end) = (DateOf(query["start"], SyntheticMarket.FirstDay), DateOf(query["end"], today));
        var (offset, length) = (NumberOf(query["offset"], 0), NumberOf(query["length"], LengthMax));
        error = query["frequency"].ToString() is { Length: > 0 } asked && asked != frequency
                ? $"Invalid frequency '{asked}' provided. The only valid frequencies are '{frequency}'."
            : start is null || end is null ? "Invalid date provided. The format of the frequency is YYYY-MM-DD."
            : offset is null ? "Invalid offset provided. It must be a number."
            : length is null or 0 ? "Invalid length provided. It must be a number from 1 to 5000."
            : string.Empty;
        return error.Length > 0 ? null : new EiaQuery(
            query["facets[series][]"].ToString(), start!.Value, end!.Value, query["sort[0][direction]"] == "desc", offset!.Value,
            Math.Min(length!.Value, LengthMax), query["data[0]"] == "value" || query["data[]"] == "value");
    }

    private static DateOnly? DateOf(string? text, DateOnly whenAbsent)
        => string.IsNullOrEmpty(text) ? whenAbsent
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static int? NumberOf(string? text, int whenAbsent)
        => string.IsNullOrEmpty(text) ? whenAbsent
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
