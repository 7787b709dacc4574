using OrleansAssets.Domain.Catalogue;

namespace OrleansAssets.Tests.Domain.Catalogue;

public sealed class AuditKindsTests
{
    [Theory]
    [InlineData("halt")]
    [InlineData("activation_rolled_back")]
    [InlineData("configuration_applied")]
    [InlineData("portfolios.halt")] // an operation, by whoever asked for it
    public void FaultOf_AKindThatEntriesHave_IsNone(string kind) => Assert.Null(AuditKinds.FaultOf(kind));

    [Theory]
    [InlineData("halts", "'halt'")]
    [InlineData("Decision", "'decision'")]
    [InlineData("", "'")]
    public void FaultOf_AMisspeltKind_NamesTheNearest(string kind, string nearest) =>
        Assert.Contains(nearest, AuditKinds.FaultOf(kind), StringComparison.Ordinal);
}
