using System.Reflection;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>docs/risk.md, the table of the console, the codes and the rules that run name the same rules in the same order.</summary>
public sealed class RiskDocumentationTests
{
    [Fact]
    public void Documentation_EveryRule_HasItsRowAndNoOther()
    {
        var rows = File.ReadLines(RepositoryFiles.PathOf("docs", "risk.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var expected = PreTradeChecks.All.Zip(RuleTable.All, (rule, told) =>
            $"| `{rule.Code}`{(rule.AsksExits ? " *" : "")} | {told.Scope} | {Cell(told.Asks)} | {Cell(told.Formula)} | {Cell(told.Example)} |");

        Assert.Equal(expected, rows);
    }

    [Fact]
    public void Codes_EveryOne_IsARuleThatRunsAndIsDescribed()
    {
        var codes = typeof(RuleCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string?)field.GetRawConstantValue());

        Assert.Equal(codes, PreTradeChecks.All.Select(rule => rule.Code));
        Assert.Equal(codes, RuleTable.All.Select(rule => rule.Code));
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
