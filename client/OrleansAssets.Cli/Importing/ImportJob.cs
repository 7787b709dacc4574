using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Importing;

/// <summary>What a command line asks to import.</summary>
/// <param name="Path">The file.</param>
/// <param name="Portfolio">For trades and equity.</param>
/// <param name="Asset">For candles without the column: an id of the catalogue.</param>
/// <param name="Timeframe">For candles without the column: its code.</param>
/// <param name="By">Who imports.</param>
internal sealed record ImportJob(
    ImportKind Kind, string Path, string? Portfolio, string? Asset, string? Timeframe, bool SkipBad, bool DryRun, string By);
