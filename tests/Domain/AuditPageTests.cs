using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;

namespace OrleansAssets.Tests.Domain;

public sealed class AuditPageTests
{
    [Fact]
    public void Page_ThatIsFull_GoesOnBelowItsLastEntry() => Assert.Equal(7, AuditRules.Page([Entry(9), Entry(7)], 20, 2).Next);

    [Fact]
    public void Page_ThatReachesTheFirstEntry_IsTheLast()
    {
        Assert.Null(AuditRules.Page([Entry(2), Entry(1)], 20, 2).Next);
        Assert.Null(AuditRules.Page([Entry(9)], 20, 2).Next);
    }

    [Fact]
    public void Page_ThatFoundTooFewInItsSpan_GoesOnBelowTheSpan() =>
        Assert.Equal(5, AuditRules.Page([], AuditRules.PageSpan + 5, 2).Next);

    private static AuditEntry Entry(long sequence) => new("phase/x", sequence, default, "fill", "somebody", "{}", "", "");
}
