using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Imports;

/// <summary>What a fill of an import must keep to.</summary>
public sealed class FillRulesTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(80, null)]
    [InlineData(81, "fill_id must have at most 80 characters")]
    [InlineData(101, "fill_id must have at most 80 characters")]
    public void Check_IdOfALength_IsTakenWhereAFillToldByItselfMayHaveIt(int length, string? fault)
    {
        var fill = new ImportedFill(
            new string('f', length), "NVDA", null, OrderSide.Buy, 1, 100, null, Fee: -0.01m, null, Now.AddDays(-1), Line: 2, Order: 1);

        Assert.Equal(
            fault is null ? [] : [fault], FillRules.Check(fill, Now).Select(found => $"{found.Column} {found.Rule}"));
    }
}
