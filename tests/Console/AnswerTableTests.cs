using OrleansAssets.Cli.Orders;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Risk;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
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
        Assert.Equal(["No rule."], Render(PageParts.Table("Rule", "~Because")).Select(line => line.Trim()));

    [Fact]
    public void Render_TextThatWraps_KeepsANumberAndItsPerCentTogether()
    {
        const string said = "what is held is 4.22 % below the peak of what there was; the limit of the portfolio is 25 % and no more";
        for (var columns = 20; columns <= said.Length; columns++)
        {
            var lines = RenderAt(columns, PageParts.Line(said));

            Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith('%'));
            Assert.Equal(said, string.Join(' ', lines.Select(line => line.Trim())));
        }
    }

    /// <summary>What has no room beside the rest stands below it by its heading: a number that is broken reads as another one.</summary>
    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(140)]
    public void Render_ColumnsBeyondThePage_AreToldBelowTheirRowsAndNothingIsBroken(int columns)
    {
        var noon = new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
        var order = new Order(
            "strategy-7-2026-11-27-0001", "main:12", "BTC/USDT", "crypto", OrderSide.Buy, 0.01146m, 0.011m, LimitPrice: 78_533.71m,
            StopPrice: 72_237.56m, TargetPrice: null, StrategyId: null, TimeInForce.Day, GoodUntil: null, IsExit: false, noon,
            OrderState.PartlyFilled, noon, noon.AddHours(12), VenueOrderId: null, Remark: null, Replaces: null, ReplacedBy: null);
        var parts = OrderPages.Orders([order, order with { ClientOrderId = "o2", LimitPrice = null, Until = null }]).ToArray();

        var lines = RenderAt(columns, parts);

        string[] whole = [.. RenderAt(4_000, parts).SelectMany(Words)];
        Assert.All(lines, line => Assert.InRange(line.Length, 0, columns));
        Assert.Subset(whole.ToHashSet(StringComparer.Ordinal), lines.SelectMany(Words).ToHashSet(StringComparer.Ordinal));
        Assert.All(
            (string[])["strategy-7-2026-11-27-0001", "0.01146", "78,533.71"],
            value => Assert.Contains(lines, line => line.Contains(value, StringComparison.Ordinal)));

        // The lines of tables are no words.
        static IEnumerable<string> Words(string line) =>
            line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsAsciiLetterOrDigit));
    }

    [Fact]
    public void Decision_Piped_HasEveryRuleThatWasAskedAndBreaksNoWord()
    {
        var asset = ShippedConfiguration.Asset("BTC/USDT");
        var decision = PreTradeRules.Decide(PreTradeCases.Input(asset, PreTradeCases.Buy(asset, notional: 5_000m), 78_000m), "hash");

        var lines = Render([.. ExplainPage.Show(decision)]);

        var words = string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Subset(words.ToHashSet(StringComparer.Ordinal), decision.Rules
            .Where(rule => rule.Verdict != RuleVerdict.NotApplicable)
            .SelectMany(rule => $"{rule.Code} {rule.Explanation}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Columns));
    }

    [Theory]
    [InlineData("""{"fill":{"fillId":"f1","side":"buy","quantity":0.5,"fee":null},"contentHash":"63a4","rules":[1,2],"margined":false}""",
        "fillId f1, side buy, quantity 0.5, 2 rules")]
    [InlineData("""{"advice":[]}""", "nothing beside its kind")]
    [InlineData("not JSON", "not JSON")]
    public void Payload_OfAnEntry_IsItsValuesByName(string payload, string text) => Assert.Equal(text, PayloadText.Of(payload));

    private static bool IsRow(string line) => line.Contains("PRICE_FRESH", StringComparison.Ordinal);

    private static AnswerTable Table(string cell)
    {
        var table = PageParts.Table("Rule", "Scope", ">Limit", "~Because");
        table.Row(PageParts.Cell("PRICE_FRESH"), PageParts.Cell(cell), PageParts.Cell("15"), PageParts.Cell(Sentence));
        return table;
    }

    private static string[] Render(params IRenderable[] parts) => PipedPage.Render(Columns, parts);

    private static string[] RenderAt(int columns, params IRenderable[] parts) => PipedPage.Render(columns, parts);
}
