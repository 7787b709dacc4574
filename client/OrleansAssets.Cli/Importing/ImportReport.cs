using System.Collections.Immutable;
using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Importing;

/// <summary>What an import did, or why it did nothing.</summary>
/// <param name="Outcome"><c>imported</c>, <c>checked</c> (dry run) or <c>rejected</c>.</param>
/// <param name="Inserted">With <paramref name="Updated"/> and <paramref name="Unchanged"/> the good rows; 0 where nothing was imported.</param>
/// <param name="OddRows">Good rows whose open or close lies outside of low to high.</param>
/// <param name="Faults">At most 1,000; <paramref name="FaultCount"/> has the number of all.</param>
internal sealed record ImportReport(
    string File,
    ImportKind Kind,
    string Outcome,
    string? Portfolio,
    string? Asset,
    string? Timeframe,
    long Rows,
    long GoodRows,
    long BadRows,
    long OddRows,
    long Inserted,
    long Updated,
    long Unchanged,
    double Seconds,
    ImmutableArray<string> IgnoredColumns,
    long FaultCount,
    ImmutableArray<BadValue> Faults);
