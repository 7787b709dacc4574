using System.Text.Json;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>
/// Absurd and hostile calls of a portfolio: each has an error of a known type, and changes neither the book nor the journal.
/// </summary>
public sealed class PortfolioHostileTests
{
    private const int Huge = 10_000_000;

    private static readonly string HugeText = new('x', Huge);
    private static readonly OrderRequest Order = Buy("new");
    private static readonly Fill Execution = Fill("new", null, 1, 100);
    private static readonly CashFlow Flow = new("new", 10, "Ada", "more");
    private static readonly HaltRequest Halt = new(HaltScope.Asset, "ETH/USDT", TradingMode.ReduceOnly, "Ada", "news");

    private static readonly (string Name, Func<IPortfolioGrain, Task> CallAsync)[] Calls =
    [
        .. Orders(
            Order with { Quantity = 0 }, Order with { Quantity = -1 }, Order with { Quantity = decimal.MaxValue },
            Order with { Quantity = null },
            Order with { Notional = 5 }, Order with { Quantity = null, Notional = -5 }, Order with { LimitPrice = decimal.MinValue },
            Order with { StopPrice = -1 }, Order with { TargetPrice = decimal.MaxValue }, Order with { Side = (OrderSide)7 },
            Order with { ClientOrderId = "" }, Order with { ClientOrderId = HugeText }, Order with { ClientOrderId = "a\0b" },
            Order with { AssetId = HugeText }, Order with { AssetId = "BTC/USDT\n" }, Order with { StrategyId = HugeText },
            Order with { ClientOrderId = "taken" }),
        .. Fills(
            Execution with { Quantity = 0 }, Execution with { Quantity = -1 }, Execution with { Quantity = decimal.MaxValue },
            Execution with { Price = 0 }, Execution with { Price = decimal.MaxValue }, Execution with { Fee = decimal.MinValue },
            Execution with { FeeCurrency = "dollars!" }, Execution with { Rate = 0 }, Execution with { Currency = "dollars!" },
            Execution with { Side = (OrderSide)7 },
            Execution with { FillId = "" }, Execution with { FillId = HugeText }, Execution with { ClientOrderId = HugeText },
            Execution with { AssetId = "UNKNOWN" }, Execution with { AssetId = HugeText }, Execution with { At = DateTimeOffset.MaxValue },
            Execution with { At = DateTimeOffset.UnixEpoch }, Execution with { FillId = "taken", Price = 101 }),
        .. Flows(
            Flow with { Amount = 0 }, Flow with { Amount = decimal.MaxValue }, Flow with { Amount = decimal.MinValue },
            Flow with { Amount = -1_000_000 }, Flow with { FlowId = HugeText }, Flow with { Reason = HugeText },
            Flow with { Operator = "" },
            Flow with { FlowId = "deposit-1" }),
        .. Halts(
            Halt with { ScopeId = "UNKNOWN" }, Halt with { ScopeId = HugeText },
            Halt with { Scope = HaltScope.AssetClass, ScopeId = "nothing" },
            Halt with { Scope = (HaltScope)9 }, Halt with { Mode = TradingMode.Normal }),
        ("reset of an unknown halt", portfolio => portfolio.ResetAsync(new ResetRequest("halt-999999", "Ada", "over"))),
        ("reset of a huge halt", portfolio => portfolio.ResetAsync(new ResetRequest(HugeText, "Ada", "over"))),
        ("release of an unknown reservation", portfolio => portfolio.ReleaseAsync("main:999999", "over")),
        ("release of a huge reservation", portfolio => portfolio.ReleaseAsync(HugeText, "over")),
        ("release in another portfolio", portfolio => portfolio.ReleaseAsync("other:1", "over")),
        ("rate of 0", portfolio => portfolio.StateRateAsync("JPY", 0, "Ada")),
        ("rate of a huge currency", portfolio => portfolio.StateRateAsync(HugeText, 1, "Ada")),
        ("mark of 0", portfolio => portfolio.MarkAsync([Mark with { Price = 0 }])),
        ("mark of a huge asset", portfolio => portfolio.MarkAsync([Mark with { AssetId = HugeText }])),
        ("mark of tomorrow", portfolio => portfolio.MarkAsync([Mark with { At = DateTimeOffset.MaxValue }])),
        ("unknown decision", portfolio => portfolio.GetDecisionAsync("main:999999")),
        ("decision of a huge number", portfolio => portfolio.GetDecisionAsync("main:99999999999999999999")),
        ("decision below 0", portfolio => portfolio.GetDecisionAsync("main:-1")),
        ("huge decision", portfolio => portfolio.ReplayDecisionAsync(HugeText)),
        ("shock of what is not held", portfolio => portfolio.WhatIfAsync([new PriceShock("UNKNOWN", -0.3m)])),
        ("shock of a huge asset", portfolio => portfolio.WhatIfAsync([new PriceShock(HugeText, -0.3m)])),
        ("shock beyond everything", portfolio => portfolio.WhatIfAsync([new PriceShock(Asset, -2)])),
        ("drill by nobody", portfolio => portfolio.DrillAsync("")),
    ];

    private static PriceMark Mark => new(Asset, 100, null, TimeProvider.System.GetUtcNow(), "Ada");

    [Fact]
    public async Task Calls_ThatMakeNoSense_AreRefusedAndChangeNothing()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("taken", 2));
        await portfolio.RecordFillAsync(Fill("taken", "taken", 2, 100));
        var (book, entries) = await StateAsync(cluster);

        foreach (var (name, callAsync) in Calls)
        {
            var refusal = await Record.ExceptionAsync(() => callAsync(portfolio));

            Assert.True(refusal is not null, $"{name}: accepted");
            Assert.True(refusal is InvalidRequestException or NotFoundException, $"{name}: {refusal.GetType().Name} {refusal.Message}");
            Assert.True(refusal.Message.Length < 2_000, $"{name}: the message has {refusal.Message.Length} characters.");
            Assert.Equal((book, entries), await StateAsync(cluster));
        }
    }

    [Fact]
    public async Task CheckOrder_UnknownAsset_IsARejectionOnRecordAndReservesNothing()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();

        var decision = await portfolio.CheckOrderAsync(Buy("unknown", 1, "UNKNOWN"));

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.AssetKnown), (decision.Outcome, decision.BindingRule));
        Assert.Empty((await portfolio.GetAsync()).Book!.Reservations); // it has a book: money was deposited
    }

    [Fact]
    public void Portfolio_HugeId_IsRefusedBeforeACall() => Assert.Throws<ArgumentException>(() => Keys.Portfolio(HugeText));

    private static async Task<(string Book, string Entries)> StateAsync(GrainCluster cluster) => (
        JsonSerializer.Serialize(await cluster.Portfolio().GetAsync()),
        JsonSerializer.Serialize(cluster.World.Audit.Entries(Keys.Portfolio("main"))));

    private static IEnumerable<(string, Func<IPortfolioGrain, Task>)> Orders(params OrderRequest[] orders) => Named(
        "order", orders, (portfolio, order) => portfolio.CheckOrderAsync(order));

    private static IEnumerable<(string, Func<IPortfolioGrain, Task>)> Fills(params Fill[] fills) => Named(
        "fill", fills, (portfolio, fill) => portfolio.RecordFillAsync(fill));

    private static IEnumerable<(string, Func<IPortfolioGrain, Task>)> Flows(params CashFlow[] flows) => Named(
        "flow", flows, (portfolio, flow) => portfolio.RecordCashFlowAsync(flow));

    private static IEnumerable<(string, Func<IPortfolioGrain, Task>)> Halts(params HaltRequest[] halts) => Named(
        "halt", halts, (portfolio, halt) => portfolio.HaltAsync(halt));

    private static IEnumerable<(string, Func<IPortfolioGrain, Task>)> Named<T>(
        string what, T[] requests, Func<IPortfolioGrain, T, Task> callAsync) =>
        requests.Select((request, index) => ($"{what} {index}", (Func<IPortfolioGrain, Task>)(portfolio => callAsync(portfolio, request))));
}
