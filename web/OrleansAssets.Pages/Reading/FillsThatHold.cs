using System.Collections.Immutable;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Pages.Reading;

/// <summary>Fills of a journal without those that were taken back, and with those in their place.</summary>
internal static class FillsThatHold
{
    /// <param name="told">Fills and corrections as the journal has them, in any order.</param>
    /// <returns>The oldest first.</returns>
    public static ImmutableArray<FillRecorded> Of(ImmutableArray<PortfolioEvent> told)
    {
        var corrections = told.OfType<FillCorrected>().ToArray();
        var takenBack = corrections.Select(one => one.Correction.FillId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. told.OfType<FillRecorded>().Concat(corrections.Select(one => one.Replacement).OfType<FillRecorded>())
                .Where(fill => !takenBack.Contains(fill.Fill.FillId)).OrderBy(fill => fill.Fill.At),
        ];
    }
}
