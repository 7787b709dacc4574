using System.Text.RegularExpressions;
using OrleansAssets.Accounts;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.CorporateActions;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>
/// The day that docs/a-bad-day.md tells: a bad quote, a split, a source that falls silent, a fall of the market, and a second portfolio.
/// What people are told is what the run told them; <c>APPROVE=1</c> writes the document's table anew.
/// </summary>
public sealed partial class BadDayTests
{
    private const string Share = "NVDA";

    private static readonly string Document = RepositoryFiles.PathOf("docs", "a-bad-day.md");

    private readonly List<string> _rows = [];
    private readonly Dictionary<long, string> _told = [];
    private GrainCluster _cluster = null!; // set first in the test
    private TimeSpan _passed;

    private DateTimeOffset Now => _cluster.World.Clock.GetUtcNow();

    private IPortfolioGrain Main => _cluster.Portfolio();

    private IPortfolioGrain Spare => _cluster.Portfolio("spare");

    [Fact]
    public async Task Day_OfABadQuoteASplitAStaleSourceAHaltAndASecondPortfolio_IsAsTheDocumentTells()
    {
        await using var cluster = await GrainCluster.StartAsync(Configuration());
        _cluster = cluster;
        await cluster.MeasureRiskAsync();
        // Ten minutes before New York's midnight, from which on shares trade in the units of a split.
        cluster.World.Clock.Advance(NewYorkTime.MidnightOf(NextTradingDay(NewYorkTime.DateOf(Now))).AddMinutes(-10) - Now);
        await BeginAsync();
        await LookAsync();
        News(); // of the preparations

        await TellAsync("the day begins", "both portfolios trade");
        await BadQuoteAsync();
        await SplitAsync();
        await StaleSourceAsync();
        await FallAsync();
        await GoOnAsync();

        AssertDocumented();
    }

    // main: 10,000 with 9 coins and 8 shares at 100; spare: 5,000 with 4 coins.
    private async Task BeginAsync()
    {
        await Main.RecordCashFlowAsync(new CashFlow("deposit", 10_000, "Ada", "start"));
        await Spare.CreateAsync(new PortfolioCreation("Ada", "another strategy"));
        await Spare.RecordCashFlowAsync(new CashFlow("deposit", 5_000, "Ada", "start"));
        await QuoteAsync(Asset, 100);
        await QuoteAsync(Share, 100);
        await Main.HoldAsync(
            new Fill("shares", null, Share, OrderSide.Buy, 8, 100, 0, null, null, Now.AddDays(-1), null) { Confirmed = true });
        foreach (var (portfolio, units) in new[] { (Main, 9m), (Spare, 4m) })
        {
            Assert.Equal(DecisionOutcome.Approved, (await portfolio.CheckOrderAsync(Buy("coins", units))).Outcome);
            await portfolio.RecordFillAsync(new Fill("coins", "coins", Asset, OrderSide.Buy, units, 100, 0, null, null, Now, null));
        }
    }

    private async Task BadQuoteAsync()
    {
        await PassAsync(TimeSpan.FromMinutes(5));
        await QuoteAsync(Asset, 1, ask: 1_000);
        await TellAsync(
            "one quote of BTC/USDT says 1 / 1,000",
            "it is held back: equity stays 10,000, nothing latches; BTC/USDT is reduce-only (`QUOTE_BELIEVED`)");
        Assert.Equal(10_000, (await Main.GetAsync()).Equity);
        Assert.Contains(RuleCodes.QuoteBelieved, await RefusedByAsync(Main, Buy("a")));

        await PassAsync(TimeSpan.FromMinutes(1));
        await QuoteAsync(Asset, 100);
        await TellAsync("the next quote is near the old level", "the wrong one is explained; BTC/USDT trades on");
        Assert.DoesNotContain(RuleCodes.QuoteBelieved, await RefusedByAsync(Main, Buy("b")));
    }

    private async Task SplitAsync()
    {
        await PassAsync(TimeSpan.FromMinutes(9));
        var today = NewYorkTime.DateOf(Now);
        await _cluster.World.Actions.UpsertAsync(
            [new CorporateAction(Share, "alpaca", CorporateActionKind.Split, today, NewUnits: 10, OldUnits: 1)], _ => "stocks",
            Now.AddSeconds(-1), CancellationToken.None);
        await _cluster.Grains.GetGrain<ICorporateActionsGrain>(Keys.CorporateActions).ApplyAsync();
        await QuoteAsync(Share, 10);
        await TellAsync("NVDA splits ten for one, and is quoted at 10", "80 shares at 10 are held; equity stays 10,000, no loss");
        var held = (await Main.GetAsync()).Book!.Positions.Single(position => position.AssetId == Share);
        Assert.Equal((80m, 10m, 10_000m), (held.Quantity, held.MarkPrice, (await Main.GetAsync()).Equity));
    }

    private async Task StaleSourceAsync()
    {
        await PassAsync(TimeSpan.FromMinutes(635)); // to 10:40 in New York
        await QuoteAsync(Asset, 100);
        await TellAsync(
            "NVDA's market is open for 70 minutes, and alpaca has sent no quote of it",
            "nobody knows what `main` is worth: it is reduce-only (`HELD_MARKS_FRESH`); `spare` holds no NVDA and trades on");
        Assert.Contains(RuleCodes.HeldMarksFresh, await RefusedByAsync(Main, Buy("c", 0.1m)));
        Assert.Empty(await RefusedByAsync(Spare, Buy("c", 0.1m)));

        await PassAsync(TimeSpan.FromMinutes(180));
        await QuoteAsync(Asset, 100);
        await TellAsync("it has sent none for more than four hours of the session", "NVDA is reduce-only until an operator has looked");

        await PassAsync(TimeSpan.FromMinutes(5));
        await QuoteAsync(Asset, 100);
        await QuoteAsync(Share, 10);
        await TellAsync("alpaca is back", "`main` trades on; the halt of NVDA stays");
        Assert.Empty(await RefusedByAsync(Main, Buy("d", 0.1m)));
        Assert.Equal((HaltScope.Asset, Share), Assert.Single((await Main.GetModeAsync()).Halts.Select(halt => (halt.Scope, halt.ScopeId))));

        await ResetAllAsync(Main);
        await TellAsync("Ada looks at the source, and resets the halt", "all trades on");
    }

    private async Task FallAsync()
    {
        await PassAsync(TimeSpan.FromMinutes(10));
        await QuoteAsync(Asset, 40);
        await QuoteAsync(Share, 10);
        await TellAsync("BTC/USDT falls to 40 in one quote", "it is held back: one quote proves nothing");
        Assert.Equal(10_000, (await Main.GetAsync()).Equity);

        await PassAsync(TimeSpan.FromMinutes(5));
        await QuoteAsync(Asset, 40);
        await PassAsync(TimeSpan.FromMinutes(6));
        await QuoteAsync(Asset, 40);
        await QuoteAsync(Share, 10);
        await TellAsync(
            "it is quoted so for 11 minutes, three times",
            "it is believed: `main` loses 5.4 % of the day and halts, as do BTC/USDT and crypto in it; the account halts `spare` with it, "
                + "which lost 4.8 %");
        Assert.Equal((9_460m, TradingMode.Halted), ((await Main.GetAsync()).Equity, (await Main.GetModeAsync()).Mode));
        Assert.Equal((4_760m, TradingMode.Halted), ((await Spare.GetAsync()).Equity, (await Spare.GetModeAsync()).Mode));

        foreach (var portfolio in new[] { Main, Spare })
        {
            Assert.Equal([RuleCodes.TradingHalt], (await RefusedByAsync(portfolio, Buy("e", 0.1m))).Take(1));
            Assert.Empty(await RefusedByAsync(portfolio, Buy("f", 4) with { Side = OrderSide.Sell }));
        }

        await _cluster.DeactivateAsync(Main);
        await _cluster.DeactivateAsync(Spare);
        Assert.Equal((TradingMode.Halted, TradingMode.Halted), ((await Main.GetModeAsync()).Mode, (await Spare.GetModeAsync()).Mode));
        await TellAsync(
            "new orders come, then exits; both portfolios are activated anew",
            "every new position is refused, every exit would be approved");
    }

    private async Task GoOnAsync()
    {
        await PassAsync(TimeSpan.FromMinutes(30));
        await QuoteAsync(Asset, 40);
        await QuoteAsync(Share, 10);
        var account = _cluster.Grains.GetGrain<IAccountGrain>(Keys.Account);
        foreach (var halt in (await account.GetAsync()).Halts)
        {
            await account.ResetAsync(new ResetRequest(halt.HaltId, "Ada", "looked into"));
        }

        await ResetAllAsync(Main);
        await ResetAllAsync(Spare);
        await TellAsync("Ada resets the account's halt, then each of the others", "losses count anew from here, and both trade on");
        Assert.Empty(await RefusedByAsync(Main, Buy("g", 0.1m)));
        Assert.Empty(await RefusedByAsync(Spare, Buy("g", 0.1m)));
    }

    // What ran in the background each minute of that time is run once at its end.
    private Task PassAsync(TimeSpan time)
    {
        _passed += time;
        _cluster.World.Clock.Advance(time);
        return Task.CompletedTask;
    }

    private async Task TellAsync(string happened, string did)
    {
        await LookAsync();
        _rows.Add($"| {(int)_passed.TotalHours}:{_passed.Minutes:00} | {happened} | {did} | {string.Join("<br>", News())} |");
    }

    private async Task LookAsync()
    {
        await GrainCluster.TickAsync(Main, "portfolio");
        await GrainCluster.TickAsync(Spare, "portfolio");
        await GrainCluster.TickAsync(_cluster.Grains.GetGrain<IAccountGrain>(Keys.Account), "account");
        await GrainCluster.TickAsync(Main, "portfolio");
        await GrainCluster.TickAsync(Spare, "portfolio");
        await GrainCluster.TickAsync(_cluster.Grains.GetGrain<INoticeOutboxGrain>(Keys.Notices), "deliver");
    }

    // Work is overdue in the eyes of a watch whose clock is set forward: that is none of the day's news.
    private string[] News()
    {
        var news = new List<string>();
        foreach (var notice in _cluster.World.Outbox.All.Where(notice => notice.Kind != NoticeKinds.Overdue))
        {
            var state = notice.ClearedAt is null || notice.Kind == NoticeKinds.HaltReset || notice.Kind == NoticeKinds.CorporateAction
                ? $"**{notice.Severity.ToString().ToLowerInvariant()}**: {Plain(notice.Text)}"
                : $"over: {notice.Kind} {Plain(notice.Subject)}";
            // Figures may move while it stands: that is no news.
            var known = _told.GetValueOrDefault(notice.Id);
            _told[notice.Id] = state.StartsWith("over", StringComparison.Ordinal) ? state : $"{notice.Severity}";
            if (known != _told[notice.Id])
            {
                news.Add(state);
            }
        }

        return [.. news.Order(StringComparer.Ordinal)];
    }

    private void AssertDocumented()
    {
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            var lines = File.ReadAllLines(Document);
            File.WriteAllLines(Document, [
                .. lines.TakeWhile(line => !IsRow(line)), .. _rows, .. lines.SkipWhile(line => !IsRow(line)).SkipWhile(IsRow)]);
        }

        Assert.Equal(_rows, File.ReadLines(Document).Where(IsRow));
    }

    private Task QuoteAsync(string asset, decimal bid, decimal? ask = null) => _cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(asset))
        .RecordQuoteAsync(new Quote(asset, asset == Share ? "alpaca" : "ccxt_binance", Now, bid, ask ?? bid, 100, 100), "quotes");

    private static async Task ResetAllAsync(IPortfolioGrain portfolio)
    {
        foreach (var halt in (await portfolio.GetModeAsync()).Halts)
        {
            await portfolio.ResetAsync(new ResetRequest(halt.HaltId, "Ada", "looked into"));
        }
    }

    private static async Task<string[]> RefusedByAsync(IPortfolioGrain portfolio, OrderRequest order) =>
    [
        .. (await portfolio.DryCheckOrderAsync(order)).Rules
            .Where(rule => rule.Verdict is RuleVerdict.Failed or RuleVerdict.Reduced).Select(rule => rule.Code),
    ];

    private static string Plain(string text) => HaltNumber().Replace(Instant().Replace(text, "(time)"), "halt-N");

    private static bool IsRow(string line) => RowStart().IsMatch(line);

    private static AssetsConfiguration Configuration()
    {
        var plain = TestConfiguration.Build();
        return plain with
        {
            Assets = [.. plain.Assets.Select(asset => asset.Id != Share ? asset : asset with { RequiredSources = ["alpaca"] })],
            Classes = [.. plain.Classes.Select(one => one.Id != "stocks" ? one : one with { Hours = MarketHours.UsExchange })],
            Risk = plain.Risk with { Orders = plain.Risk.Orders with { CorrelationMaxAgeDays = 30 } }, // the day is some days ahead
            Sources =
            [
                plain.Sources[0],
                plain.Sources[1] with { Datasets = [new DatasetSchedule(DatasetKind.Quotes, null, 60, 0, Classes: ["stocks"])] },
            ],
            QuoteLimits = plain.QuoteLimits.Remove("crypto"), // the usual ones, as of shares
            Halts = ShippedConfiguration.Value.Halts,
        };
    }

    private static DateOnly NextTradingDay(DateOnly today) => Enumerable.Range(2, 14).Select(today.AddDays)
        .First(day => UsExchangeCalendar.IsTradingDay(day) && !UsExchangeCalendar.IsHalfDay(day));

    [GeneratedRegex(@"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?Z?( UTC)?)?", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Instant();

    [GeneratedRegex(@"halt-\d+", RegexOptions.None, 1_000)]
    private static partial Regex HaltNumber();

    [GeneratedRegex(@"^\| \d+:\d\d \|", RegexOptions.None, 1_000)]
    private static partial Regex RowStart();
}
