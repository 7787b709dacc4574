using OrleansAssets.Cli.Audit;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Risk;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Tests.Support;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Tests.Console;

/// <summary>Pages as they are piped: 100 columns, no word broken, no sentence squeezed to a tower.</summary>
public sealed class AnswerTableTests
{
    private const int Columns = 100;
    private const string Sentence = "the quote of ccxt_binance is 0.9 minutes old; at most 15 minutes count";

    [Fact]
    public void Render_RoomForTheText_KeepsItInItsColumn()
    {
        var lines = Render(Table(cell: "short"));

        Assert.Contains(lines, line => IsRow(line) && line.Contains("the quote", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_NoRoomForTheText_PutsItBelowItsRowOverTheWholeWidth()
    {
        var lines = Render(Table(cell: new string('x', 60)));

        Assert.Contains(lines, line => line.Trim() == Sentence);
        Assert.DoesNotContain(lines, line => IsRow(line) && line.Contains("quote", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Columns));
    }

    [Fact]
    public void Render_NoRow_SaysSoInPlaceOfAHeading() =>
        Assert.Equal(["None."], Render(PageParts.Table("Rule", "~Because")).Select(line => line.Trim()));

    [Fact]
    public void Decision_Piped_HasEveryRuleThatWasAskedAndBreaksNoWord()
    {
        var asset = ShippedConfiguration.Asset("BTC/USDT");
        var decision = PreTradeRules.Decide(PreTradeCases.Input(asset, PreTradeCases.Buy(asset, notional: 5_000m), 78_000m), "hash");

        var lines = Render([.. DecisionPage.Show(decision)]);

        var words = string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Subset(words.ToHashSet(StringComparer.Ordinal), decision.Rules
            .Where(rule => rule.Verdict != Portfolio.RuleVerdict.NotApplicable)
            .SelectMany(rule => $"{rule.Code} {rule.Explanation}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Columns));
    }

    [Theory]
    [InlineData("""{"fill":{"fillId":"f1","side":"buy","quantity":0.5,"fee":null},"contentHash":"63a4","rules":[1,2],"margined":false}""",
        "fillId f1, side buy, quantity 0.5, 2 rules")]
    [InlineData("not JSON", "not JSON")]
    public void Payload_OfAnEntry_IsItsValuesByName(string payload, string text) => Assert.Equal(text, PayloadText.Of(payload));

    private static bool IsRow(string line) => line.Contains("PRICE_FRESH", StringComparison.Ordinal);

    private static AnswerTable Table(string cell)
    {
        var table = PageParts.Table("Rule", "Scope", ">Limit", "~Because");
        table.Row(PageParts.Cell("PRICE_FRESH"), PageParts.Cell(cell), PageParts.Cell("15"), PageParts.Cell(Sentence));
        return table;
    }

    private static string[] Render(params IRenderable[] parts)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Columns;
        foreach (var part in parts)
        {
            console.Write(part);
        }

        return [.. writer.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
