using System.Reflection;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// docs/risk.md and the codes of the contracts are those of the checks that run; <c>APPROVE=1</c> writes the document's table anew.
/// </summary>
public sealed class RiskDocumentationTests
{
    private static readonly string Document = RepositoryFiles.PathOf("docs", "risk.md");

    [Fact]
    public void Documentation_EveryCheck_HasItsRowAndNoOther()
    {
        string[] rows = [.. PreTradeChecks.All.Select(Row)];
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            var lines = File.ReadAllLines(Document);
            string[] written =
            [
                .. lines.TakeWhile(line => !IsRow(line)), .. rows, .. lines.SkipWhile(line => !IsRow(line)).SkipWhile(IsRow),
            ];
            File.WriteAllText(Document, string.Join('\n', written) + "\n");
        }

        Assert.Equal(rows, File.ReadLines(Document).Where(IsRow));
    }

    [Fact]
    public void Documentation_DecisionThatIsExplained_IsNamedAsDecisionsAre()
    {
        const string Explain = "assets risk explain ";
        var ids = File.ReadLines(Document).Where(line => line.StartsWith(Explain, StringComparison.Ordinal))
            .Select(line => line[Explain.Length..].Split(' ')[0]).ToArray();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.NotNull(DecisionIds.SequenceOf(Keys.DefaultPortfolioId, id)));
    }

    [Fact]
    public void Codes_EveryOne_IsOfACheckThatRuns()
    {
        var codes = typeof(RuleCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string?)field.GetRawConstantValue());

        Assert.Equal(codes, PreTradeChecks.All.Select(check => check.Code));
    }

    private static bool IsRow(string line) => line.StartsWith("| `", StringComparison.Ordinal);

    private static string Row(PreTradeCheck check) => $"| `{check.Code}`{(check.AsksExits ? " *" : "")} | {check.Scope.Name} "
        + $"| {Cell(check.Asks)} | {Cell(check.Formula)} | {Cell(check.Example)} |";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
