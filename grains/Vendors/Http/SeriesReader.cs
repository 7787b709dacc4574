using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Vendors.Http;

/// <summary>Reads time series in any vendor's form: ascending, each time once, of times that can be.</summary>
internal static class SeriesReader
{
    /// <summary>Before the first value of any series here; an earlier time was read in the wrong unit.</summary>
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The values from the query's start on whose periods are over. Rows without a value are left out, as are those before the start: some
    /// vendors always send the whole history.
    /// </summary>
    /// <param name="unit">Of the values.</param>
    /// <param name="period">Length of a row's period, which must be over; zero where a row is final once it is published.</param>
    /// <param name="readRow">Null for a row that is not of the documented form.</param>
    public static Result<SeriesPart> Read(
        VendorAnswer answer, JsonElement? array, IndicatorQuery query, string unit, TimeSpan period, int rowsMax,
        Func<JsonElement, SeriesRow?> readRow)
        => ReplyRows.Read(array, rowsMax, readRow, row => FaultOf(row.At, answer.ServerTime), row => row.At)
            .Then<SeriesPart>(rows => new SeriesPart(
                [
                    .. rows.Where(row => row.Value is not null && row.At >= query.From && row.At + period <= answer.ServerTime)
                        .Select(row => ValueOf(answer, query, row.At, row.Value!.Value, unit)), // Those without are left out.
                ],
                array!.Value.GetArrayLength(), // it has been read
                rows.LastOrDefault()?.At));

    /// <summary>A page of the one value that holds now; empty where it is older than what was asked for.</summary>
    public static VendorReply<DataPage<IndicatorValue>> Current(
        VendorAnswer answer, IndicatorQuery query, DateTimeOffset at, decimal value, string unit)
        => answer.Ok(new DataPage<IndicatorValue>(at < query.From ? [] : [ValueOf(answer, query, at, value, unit)], ContinueFrom: null));

    /// <summary>A value of what was asked for.</summary>
    public static IndicatorValue ValueOf(VendorAnswer answer, IndicatorQuery query, DateTimeOffset at, decimal value, string unit)
        => new(query.AssetId, answer.SourceId, query.Indicator, at, value, unit);

    private static string? FaultOf(DateTimeOffset at, DateTimeOffset serverTime) =>
        at < Earliest || at > serverTime.AddDays(1) ? "is of a time that cannot be" : null;
}

/// <summary>A row of a vendor's time series, before it is judged.</summary>
/// <param name="At">Start of its period, UTC.</param>
/// <param name="Value">Null where the vendor states that it has none.</param>
internal sealed record SeriesRow(DateTimeOffset At, decimal? Value)
{
    /// <summary>A row whose value may be stated as null; null where anything else stands for it, or no time.</summary>
    public static SeriesRow? Of(DateTimeOffset? at, JsonElement? stated, decimal? value)
        => at is { } time && (value is not null || !stated.IsStated()) ? new SeriesRow(time, value) : null;
}

/// <summary>What was read of a series.</summary>
/// <param name="RowsCount">Rows of the reply, with or without a value.</param>
/// <param name="LastAt">The time of the last of them; null where there is none.</param>
internal sealed record SeriesPart(ImmutableArray<IndicatorValue> Values, int RowsCount, DateTimeOffset? LastAt);

/// <summary>A vendor's series by the names that the configuration gives its indicators: the one place where they meet.</summary>
internal sealed class IndicatorTable<TSeries>(string sourceId, params ImmutableArray<(string Indicator, TSeries Series)> rows)
    where TSeries : class
{
    private readonly FrozenDictionary<string, TSeries> _series =
        rows.ToFrozenDictionary(row => row.Indicator, row => row.Series, StringComparer.Ordinal);

    /// <summary>The indicators that the adapter knows, in the table's order.</summary>
    public ImmutableArray<string> Indicators { get; } = [.. rows.Select(row => row.Indicator)];

    /// <summary>Asks for the series of an indicator; a failure where the adapter does not know it.</summary>
    public Task<VendorReply<DataPage<IndicatorValue>>> AskAsync(
        IndicatorQuery query, Func<TSeries, Task<VendorReply<DataPage<IndicatorValue>>>> ask)
        => _series.GetValueOrDefault(query.Indicator) is { } series
            ? ask(series)
            : Task.FromResult<VendorReply<DataPage<IndicatorValue>>>(VendorReplies.UnknownIndicator(sourceId, query.Indicator, Indicators));
}
