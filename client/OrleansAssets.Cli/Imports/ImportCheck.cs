using System.Collections.Immutable;

namespace OrleansAssets.Cli.Imports;

/// <summary>What the reading of a file found.</summary>
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

    /// <summary>What its rows come to.</summary>
    public FileFigures Figures { get; init; } = FileFigures.None;

    /// <summary>Rows of another kind than what is imported, by their kind.</summary>
    public ImmutableSortedDictionary<string, long> Aside { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Faults that are kept; the others are only counted.</summary>
    public const int FaultsKeptMax = 1_000;

    public long GoodRows => Rows - BadRows;

    /// <summary>Reads the whole file and sends nothing.</summary>
    public static ImportCheck Of<T>(
        RowStream<T> file, RowFormat<T> format, Action<long, long> progress, CancellationToken cancellationToken)
        where T : class
    {
        var header = file.ReadHeader();
        if (header.Faults.Length > 0)
        {
            return OfHeader(header);
        }

        var tally = new RowTally<T>(format);
        foreach (var row in file.Rows(header))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Add(row);
            progress(tally.Rows, file.BytesRead);
        }

        return tally.ToCheck(file, header) with { Figures = format.Figures() };
    }

    /// <summary>Of a file whose columns are wrong.</summary>
    public static ImportCheck OfHeader(CsvHeader header) => new(0, 0, 0, header.Faults.Length, [], header.Faults, header.Ignored);
}

/// <summary>Counts the rows of a file as they are read, and keeps the first faults.</summary>
internal sealed class RowTally<T>(RowFormat<T> format)
    where T : class
{
    private readonly ImmutableArray<BadValue>.Builder _kept = ImmutableArray.CreateBuilder<BadValue>();
    private long _badRows, _oddRows, _faults;
    private DateTimeOffset? _from, _until;

    public long Rows { get; private set; }

    public bool HasBadRows => _badRows > 0;

    public void Add(ParsedRow<T> row)
    {
        Rows++;
        if (row.Value is { } value)
        {
            _oddRows += format.IsOdd(value) ? 1 : 0;
            if (format.SpanOf(value) is { } span)
            {
                _from = _from < span.From ? _from : span.From;
                _until = _until > span.Until ? _until : span.Until;
            }

            return;
        }

        _badRows++;
        _faults += row.Faults.Length;
        _kept.AddRange(row.Faults
            .Take(ImportCheck.FaultsKeptMax - _kept.Count)
            .Select(fault => new BadValue(row.Line, fault.Column, fault.Value, fault.Rule)));
    }

    /// <summary>What was found; its figures are the format's.</summary>
    public ImportCheck ToCheck(RowStream<T> file, CsvHeader header) =>
        new(Rows, _badRows, _oddRows, _faults, _kept.ToImmutable(), [], header.Ignored)
        {
            From = _from,
            Until = _until,
            Aside = file.Aside.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
}

/// <summary>One bad value of a file.</summary>
/// <param name="Line">Counted from 1, header and blank lines included.</param>
internal sealed record BadValue(long Line, string Column, string Value, string Rule)
{
    public override string ToString() => Value.Length == 0 ? $"line {Line}: {Column} {Rule}" : $"line {Line}: {Column} '{Value}' {Rule}";
}
