using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Series;

/// <summary>Reads time series in any vendor's form: ascending, each time once, of times that can be.</summary>
internal static class SeriesReader
{
    /// <summary>Before the first value of any series here; an earlier time was read in the wrong unit.</summary>
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The values from the query's start on whose periods are over, or what is wrong with the reply as the end of a sentence. Rows
    /// without a value are left out, as are those before the start: some vendors always send the whole history.
    /// </summary>
    /// <param name="readRow">Null for a row that is not of the documented form.</param>
    /// <param name="lastAt">The time of the last row, with or without a value; null where there is none.</param>
    public static string? TryRead(
        JsonElement? rows,
        IndicatorQuery query,
        SeriesForm form,
        Func<JsonElement, SeriesRow?> readRow,
        out ImmutableArray<IndicatorValue> values,
        out DateTimeOffset? lastAt)
    {
        (values, lastAt) = ([], null);
        if (rows is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() > form.RowsMax)
        {
            return $"has no array of at most {form.RowsMax} rows";
        }

        var (read, count) = (ImmutableArray.CreateBuilder<IndicatorValue>(), 0);
        foreach (var element in array.EnumerateArray())
        {
            count++;
            if (readRow(element) is not { } row)
            {
                return $"has a row {count} that is not of the documented form";
            }

            if (FaultOf(row.At, lastAt, form.ServerTime) is { } fault)
            {
                return $"has a row {count} that {fault}";
            }

            lastAt = row.At;
            if (row.Value is { } value && row.At >= query.From && row.At + form.Period <= form.ServerTime)
            {
                read.Add(new IndicatorValue(query.AssetId, form.SourceId, query.Indicator, row.At, value, form.Unit));
            }
        }

        values = read.ToImmutable();
        return null;
    }

    /// <summary>A page of the one value that holds now; empty where it is older than what was asked for.</summary>
    public static DataPage<IndicatorValue> Current(IndicatorQuery query, string sourceId, DateTimeOffset at, decimal value, string unit)
        => new(
            at < query.From ? [] : [new IndicatorValue(query.AssetId, sourceId, query.Indicator, at, value, unit)], ContinueFrom: null);

    private static string? FaultOf(DateTimeOffset at, DateTimeOffset? previous, DateTimeOffset serverTime) => at switch
    {
        _ when at < Earliest || at > serverTime.AddDays(1) => "is of a time that cannot be",
        _ when at == previous => "is of the same time as the one before",
        _ when at < previous => "is of an earlier time than the one before",
        _ => null,
    };
}
