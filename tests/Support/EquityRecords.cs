using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Support;

/// <summary>Records of daily equity.</summary>
internal static class EquityRecords
{
    /// <summary>A good record of a book's own that ends on a day: three winning days, one small losing one, over and over.</summary>
    public static IEnumerable<EquityPoint> Good(DateOnly lastDay, int days, decimal start = 10_000m)
    {
        var equity = start;
        for (var index = 0; index <= days; index++)
        {
            yield return new EquityPoint(lastDay.AddDays(index - days), equity, 0, Provenance: RecordProvenance.Own);
            equity *= (index % 4) switch { 0 => 1.010m, 1 => 1.004m, 2 => 1.007m, _ => 0.997m };
            equity = Math.Round(equity, 2);
        }
    }

    /// <summary>Points of consecutive days.</summary>
    public static EquityPoint[] Of(DateOnly firstDay, params decimal[] equity) =>
        [.. equity.Select((value, index) => new EquityPoint(firstDay.AddDays(index), value, 0))];
}
