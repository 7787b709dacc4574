using System.Collections.Immutable;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What a book began with, once a fill of its imports is taken back.</summary>
public sealed class TakenBackFillsTests
{
    private const int Cases = 2_000;

    private static readonly DateTimeOffset Start = new(2026, 5, 4, 14, 0, 0, TimeSpan.Zero);

    /// <summary>Whichever fill is taken back, or replaced: the book began with what the import would have been without it.</summary>
    [Fact]
    public void Of_AnyFillOfAnyImport_IsWhatTheImportWouldHaveBeen() => Laws.Hold(Cases, choices =>
    {
        var fills = new List<ImportedFill>();
        while (fills.Count == 0 || choices.Next(8) > 0)
        {
            fills.Add(Fill(choices, $"f{fills.Count}", Start.AddMinutes(fills.Count)));
            choices.Tell($"{fills[^1]}");
        }

        var wrong = fills[choices.Next(fills.Count)];
        var right = choices.Next(2) == 0 ? null : Fill(choices, "right", wrong.At) with { Order = wrong.Order };
        choices.Tell($"{wrong.FillId} was wrong, right is {right}");
        var file = new Trade(
            "t1", "NVDA", null, TradeSide.Long, choices.Next(0, 3), Start.AddDays(-1), 50, null, null, 0); // beside the fills
        var others = file.Quantity == 0 ? ImmutableArray<Trade>.Empty : [file];
        ImportedFill[] amended = [.. fills.Select(fill => fill == wrong ? right : fill).OfType<ImportedFill>()];

        var known = TakenBackFills.Of(Begun(fills, others), "NVDA", "stocks", Paired(fills), Paired(amended));

        var expected = Begun(amended, others);
        Assert.Equal(expected.Figures.ClosedTrades, known.Figures.ClosedTrades);
        Assert.Equal(expected.Positions!.Value.Select(Rounded), known.Positions!.Value.Select(Rounded)); // both have some or none
    });

    [Fact]
    public void RightOf_WithAnOrderOrARate_IsRefused()
    {
        var wrong = Fill(new Choices(1), "f1", Start) with { Currency = "EUR", StrategyId = "A" };
        var right = new Fill("f2", null, "NVDA", OrderSide.Buy, 2, 101, 0, null, null, default, null);

        var taken = TakenBackFills.RightOf(wrong, right)!; // it is given

        Assert.Equal((Start, "A", "EUR"), (taken.At, taken.StrategyId, taken.Currency));
        Assert.Throws<InvalidRequestException>(() => TakenBackFills.RightOf(wrong, right with { ClientOrderId = "o1" }));
        Assert.Throws<InvalidRequestException>(() => TakenBackFills.RightOf(wrong, right with { Rate = 1.1m }));
        Assert.Null(TakenBackFills.RightOf(wrong, null));
    }

    private static ImportedFill Fill(Choices choices, string id, DateTimeOffset at) => new(
        id, "NVDA", choices.Next(3) == 2 ? "A" : null, choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, choices.Next(1, 5),
        choices.Next(80, 120), null, 0, null, at, 1, 1);

    private static ImportTaken Begun(IEnumerable<ImportedFill> fills, ImmutableArray<Trade> others)
    {
        var paired = Paired(fills);
        return new ImportTaken(
            null, null, new ImportedFigures(null, null, 0, paired.Closed),
            OrleansAssets.Domain.Portfolio.PortfolioRules.Positions([.. paired.Open, .. others], _ => "stocks"));
    }

    private static PairedFills Paired(IEnumerable<ImportedFill> fills)
    {
        var pairing = new FillPairing("stocks", FillPairing.AtPar);
        var closed = fills.Sum(fill => pairing.Take(fill).Length);
        return new PairedFills([.. pairing.Open()], closed);
    }

    private static Position Rounded(Position position) =>
        position with { AverageEntryPrice = Math.Round(position.AverageEntryPrice, 8) };
}
