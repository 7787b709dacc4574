using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OrleansAssets.Sandbox.CoinMetrics;

/// <summary>The parameters of a request for asset metrics.</summary>
/// <param name="Metrics">Sorted, as the vendor writes them.</param>
/// <param name="FromStart">Whether the oldest page comes first; by default the newest does.</param>
/// <param name="Offset">Rows that earlier pages held, from the page token.</param>
internal sealed record CoinMetricsQuery(
    ImmutableArray<string> Assets, ImmutableArray<string> Metrics, DateTimeOffset Start, DateTimeOffset End, int PageSize, bool FromStart,
    int Offset)
{
    private const int PageSizeDefault = 100;
    private const int PageSizeMax = 10_000;

    /// <summary>Reads them; null with the name and value of the parameter that is bad.</summary>
    public static CoinMetricsQuery? TryRead(IQueryCollection query, DateTimeOffset now, out (string Name, string Value) bad)
    {
        var pageSize = query["page_size"].ToString() is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0 : PageSizeDefault;
        var (start, end) = (TimeOf(query["start_time"], DateTimeOffset.MinValue), TimeOf(query["end_time"], now));
        var offset = OffsetOf(query["next_page_token"].ToString());
        var name = query["frequency"].ToString() is not ("" or "1d") ? "frequency"
            : start is null ? "start_time"
            : end is null ? "end_time"
            : pageSize is < 1 or > PageSizeMax ? "page_size"
            : query["paging_from"].ToString() is not ("" or "start" or "end") ? "paging_from"
            : offset is null ? "next_page_token"
            : string.Empty;
        bad = (name, query[name].ToString());
        return name.Length > 0 ? null : new CoinMetricsQuery(
            ListOf(query["assets"]), ListOf(query["metrics"]), start!.Value, end!.Value, pageSize, query["paging_from"] == "start",
            offset!.Value);
    }

    /// <summary>A token that goes on after so many rows.</summary>
    public static string TokenOf(int offset)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes($"rows|{offset.ToString(CultureInfo.InvariantCulture)}"));

    private static int? OffsetOf(string token)
    {
        var bytes = new byte[64];
        return token.Length == 0 ? 0
            : Convert.TryFromBase64String(token, bytes, out var length)
                && Encoding.UTF8.GetString(bytes, 0, length).Split('|') is ["rows", var rows]
                && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null;
    }

    private static ImmutableArray<string> ListOf(string? text)
        => [.. (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static DateTimeOffset? TimeOf(string? text, DateTimeOffset whenAbsent)
        => string.IsNullOrEmpty(text) ? whenAbsent
            : DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                ? at : null;
}
