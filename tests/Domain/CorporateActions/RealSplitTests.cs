using System.Globalization;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Tests.Console;

namespace OrleansAssets.Tests.Domain.CorporateActions;

/// <summary>The two reverse splits (1:5) of UVXY in raw prices beside the same days as a vendor adjusted them.</summary>
public sealed class RealSplitTests
{
    private static readonly SplitRatio OneOfFive = new(1, 5);

    [SharedPricesFact]
    public void RawPrices_OfUvxy_ShowTheirTwoSplitsAndNoOther()
    {
        var raw = Closes("UVXY-unadjusted_1d.csv");

        var jumps = raw.Zip(raw.Skip(1))
            .Where(pair => SplitRatio.Of(pair.First.Close, pair.Second.Close, SplitRatio.MarketTolerance)
                is { PriceFactor: > 3 or < 0.34m }) // A wild share doubles or halves in a day without a split.
            .Select(pair => pair.Second.Day);

        Assert.Equal([new DateOnly(2024, 4, 11), new DateOnly(2025, 11, 20)], jumps);
    }

    [SharedPricesFact]
    public void AdjustedPrices_OfUvxy_MoveAsRawOnesDoOnceTheSplitIsTakenOut()
    {
        var (raw, adjusted) = (Closes("UVXY-unadjusted_1d.csv"), Closes("UVXY_1d.csv").ToDictionary(row => row.Day, row => row.Close));

        var moves = raw.Zip(raw.Skip(1))
            .Where(pair => OneOfFive.Explains(pair.First.Close, pair.Second.Close, SplitRatio.MarketTolerance))
            .Select(pair => (
                pair.Second.Day,
                Raw: pair.Second.Close / (pair.First.Close * OneOfFive.PriceFactor),
                Adjusted: adjusted[pair.Second.Day] / adjusted[pair.First.Day]))
            .ToList();

        Assert.Equal(2, moves.Count);
        Assert.All(moves, move => Assert.InRange(move.Raw / move.Adjusted, 0.99m, 1.01m));
    }

    private static List<(DateOnly Day, decimal Close)> Closes(string file) =>
    [
        .. File.ReadLines(Path.Combine(SharedPricesFactAttribute.Folder, file)).Skip(1).Select(line => line.Split(','))
            .Select(cells => (
                DateOnly.ParseExact(cells[0][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                decimal.Parse(cells[4], CultureInfo.InvariantCulture))),
    ];
}
