using System.Collections.Immutable;

namespace OrleansAssets.Cli.Imports;

/// <summary>What the first reading of a file found.</summary>
/// <param name="Rows">Rows below the header, good and bad.</param>
/// <param name="OddRows">Good rows that deserve a look, see docs/import.md.</param>
/// <param name="FaultCount">All faults, of which <paramref name="Faults"/> holds the first.</param>
/// <param name="HeaderFaults">Why no row can be read; empty for a good header.</param>
internal sealed record ImportCheck(
    long Rows,
    long BadRows,
    long OddRows,
    long FaultCount,
    ImmutableArray<BadValue> Faults,
    ImmutableArray<string> HeaderFaults,
    ImmutableArray<string> IgnoredColumns)
{
    /// <summary>When the first good row begins; null without one.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the last good row ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What its rows come to; counted beside the sending.</summary>
    public FileFigures Figures { get; init; } = FileFigures.None;

    /// <summary>Rows of another kind than what is imported, by their kind.</summary>
    public ImmutableSortedDictionary<string, long> Aside { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Faults that are kept; the others are only counted.</summary>
    public const int FaultsKeptMax = 1_000;

    public long GoodRows => Rows - BadRows;

    /// <summary>Reads the whole file and sends nothing.</summary>
    /// <param name="counts">Whether its figures are counted already.</param>
    public static ImportCheck Of<T>(
        RowStream<T> file, RowFormat<T> format, Action<long, long> progress, CancellationToken cancellationToken, bool counts = true)
        where T : class
    {
        var header = file.ReadHeader();
        if (header.Faults.Length > 0)
        {
            return new ImportCheck(0, 0, 0, header.Faults.Length, [], header.Faults, header.Ignored);
        }

        var kept = ImmutableArray.CreateBuilder<BadValue>();
        long rows = 0, badRows = 0, oddRows = 0, faults = 0;
        DateTimeOffset? from = null, until = null;
        foreach (var row in file.Rows(header))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress(++rows, file.BytesRead);
            if (row.Value is { } value)
            {
                oddRows += format.IsOdd(value) ? 1 : 0;
                if (format.SpanOf(value) is { } span)
                {
                    from = from < span.From ? from : span.From;
                    until = until > span.Until ? until : span.Until;
                }

                continue;
            }

            badRows++;
            faults += row.Faults.Length;
            kept.AddRange(row.Faults
                .Take(FaultsKeptMax - kept.Count)
                .Select(fault => new BadValue(row.Line, fault.Column, fault.Value, fault.Rule)));
        }

        return new ImportCheck(rows, badRows, oddRows, faults, kept.ToImmutable(), [], header.Ignored)
        {
            From = from,
            Until = until,
            Figures = counts ? format.Figures() : FileFigures.None,
            Aside = file.Aside.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }
}

/// <summary>One bad value of a file.</summary>
/// <param name="Line">Counted from 1, header and blank lines included.</param>
internal sealed record BadValue(long Line, string Column, string Value, string Rule)
{
    public override string ToString() => Value.Length == 0 ? $"line {Line}: {Column} {Rule}" : $"line {Line}: {Column} '{Value}' {Rule}";
}
