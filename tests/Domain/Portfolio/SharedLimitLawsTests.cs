using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// Of several assets that may be held on either side no interleaving of orders, fills, cancels, expiries, exits, halts, resets and restarts
/// leads to more than what they share: their class, the portfolio's heat, a group that is one bet; whichever of the orders that live are
/// filled.
/// </summary>
public sealed class SharedLimitLawsTests
{
    private const int Cases = 2_000;
    private const int StepsMax = 40;
    private const decimal Price = 100;
    private const decimal Equity = 10_000;

    /// <summary>A fifth of the equity, which of three assets is twice what the class may have: 30 %.</summary>
    private const decimal AssetMax = 2_000;
    private const decimal ClassMax = 3_000;

    /// <summary>50 pips of 0.01 at a price of 100.</summary>
    private const decimal StopDistance = 0.005m;

    private static readonly string[] Pairs = ["AUD/USD", "EUR/USD", "GBP/USD"];

    /// <summary>The first two move alike, the third against the first: with the first it is a bet only where one is short.</summary>
    private static readonly ImmutableArray<CorrelationPair> Matrix =
    [
        new(Pairs[0], Pairs[1], 0.9, 60), new(Pairs[0], Pairs[2], -0.9, 60), new(Pairs[1], Pairs[2], 0.1, 60),
    ];

    [Fact]
    public void Exposure_OfAssetsThatMayBeSoldShort_StaysWithinTheirClass() => Hold(TestConfiguration.Risk, [], book =>
    {
        var most = Pairs.Select(pair => WorstWorth(book, pair)).ToArray();
        Assert.All(most, one => Assert.True(one <= AssetMax, $"{one} of an asset"));
        Assert.True(most.Sum() <= ClassMax, $"{most.Sum()} of the class: {string.Join(", ", most)}");
    });

    [Fact]
    public void Heat_OfAssetsThatMayBeSoldShort_StaysWithinThePortfolios()
    {
        const decimal heatMax = 0.00125m; // what positions of 2,500 lose at their stops
        Hold(TestConfiguration.Risk with { MaxPortfolioHeat = heatMax }, [], book =>
        {
            var heat = Pairs.Sum(pair => WorstWorth(book, pair) * StopDistance);
            Assert.True(heat <= heatMax * Equity, $"a heat of {heat}");
        });
    }

    [Fact]
    public void Exposure_OfAssetsThatAreOneBet_StaysWithinThePartOfAGroup()
    {
        const decimal groupMax = 0.22m;
        var risk = TestConfiguration.Risk with { MaxCorrelatedExposure = groupMax };
        Hold(risk, Matrix, book => Assert.All(Outcomes(book), held =>
        {
            var sides = held.Where(one => one.Worth != 0).Select(one => new SidedAsset(one.Pair, Math.Sign(one.Worth)));
            Assert.All(CorrelationGroups.Of(sides, Matrix, risk.CorrelationThreshold), group =>
            {
                var worth = held.Where(one => group.Contains(one.Pair)).Sum(one => Math.Abs(one.Worth));
                Assert.True(worth <= groupMax * Equity, $"{worth} of the bet {string.Join(", ", group)}");
            });
        }));
    }

    private static void Hold(GlobalRisk risk, ImmutableArray<CorrelationPair> matrix, Action<PortfolioBook> assertWithin) =>
        Laws.Hold(Cases, choices =>
        {
            var told = new JournaledBook(setting: Setting(risk)) { Now = PreTradeCases.Now, Price = Price, Matrix = matrix };
            told.Move(new CashFlow("deposit", Equity, "Ada", "start"));
            for (var step = 0; step < StepsMax && choices.Next(40) > 0; step++)
            {
                Step(told, choices, step);
                assertWithin(told.Book);
                Assert.Empty(told.Book.Unseen);
            }

            Assert.Equal(JournaledBook.TextOf(told.Book), JournaledBook.TextOf(told.Folded()));
        });

    private static void Step(JournaledBook told, Choices choices, int step)
    {
        switch (choices.Next(9))
        {
            case 0 or 1 or 2 or 3:
                var order = new OrderRequest(
                    $"o{step}", Pairs[choices.Next(Pairs.Length)], choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell,
                    choices.Next(25) + 1, null, choices.Next(3) == 0 ? null : Price, null, null, null, ReduceOnly: choices.Next(6) == 0);
                var decision = told.Decide(order);
                choices.Tell($"{order.Side} {order.Quantity} {order.AssetId}: {decision.Outcome} {decision.Quantity}");
                break;
            case 4 or 5 when Open(told, choices) is { } filled:
                var quantity = choices.Next(2) == 0 ? filled.Left : filled.Left / 2;
                choices.Tell($"{filled.ClientOrderId} is filled by {quantity}");
                told.Take(new Fill(
                    $"f{step}", filled.ClientOrderId, filled.AssetId, filled.Side, quantity, Price, 0, null, null, told.Now, null));
                break;
            case 6 when Open(told, choices) is { } cancelled:
                choices.Tell($"{cancelled.ClientOrderId} is cancelled");
                told.Report(new OrderReport(cancelled.ClientOrderId, OrderState.Cancelled, told.Now, null, null, null));
                break;
            case 6:
                told.Now += TimeSpan.FromSeconds(40);
                choices.Tell($"it is {told.Now:HH:mm:ss}");
                told.Begin();
                break;
            case 7:
                choices.Tell("a restart");
                told.Restart(fromJournal: choices.Next(2) == 0);
                break;
            case 8 when told.Book.Halts.FirstOrDefault() is { } halt:
                choices.Tell($"{halt.Halt.HaltId} is reset");
                told.Reset(halt.Halt.HaltId);
                break;
            case 8 when choices.Next(3) == 0:
                choices.Tell("a halt");
                told.Halt(new HaltRequest(HaltScope.Portfolio, null, TradingMode.ReduceOnly, "Ada", "news"));
                break;
        }
    }

    private static Order? Open(JournaledBook told, Choices choices) => told.Book.OrderBook.ById.Values
        .Where(order => order.IsOpen && told.Book.Reservations[order.DecisionId].ExpiresAt > told.Now)
        .ElementAtOrDefault(choices.Next(4));

    /// <summary>The most that may come to be held of an asset, on either side, whichever of its orders are filled.</summary>
    private static decimal WorstWorth(PortfolioBook book, string pair) => Ends(book, pair).Max(Math.Abs);

    /// <summary>What is held of an asset, and what it is at most on either side; in the portfolio's currency, short below 0.</summary>
    private static decimal[] Ends(PortfolioBook book, string pair)
    {
        var held = book.Positions.GetValueOrDefault(pair)?.Quantity ?? 0;
        var living = book.Reservations.Values.Where(one => one.AssetId == pair).Select(one => one.SignedQuantity).ToArray();
        decimal[] ends = [held, held + living.Where(units => units > 0).Sum(), held + living.Where(units => units < 0).Sum()];
        return [.. ends.Select(units => Price * units)];
    }

    private static IEnumerable<(string Pair, decimal Worth)[]> Outcomes(PortfolioBook book) =>
        from first in Ends(book, Pairs[0])
        from second in Ends(book, Pairs[1])
        from third in Ends(book, Pairs[2])
        select new[] { (Pairs[0], first), (Pairs[1], second), (Pairs[2], third) };

    private static BookContext Setting(GlobalRisk limits)
    {
        var (pair, built) = (TestConfiguration.PoundYen, TestConfiguration.Build());
        var risk = pair.Risk with { MaxPosition = AssetMax / Equity };
        return new BookContext(IsShadow: false, built with
        {
            Assets = [.. built.Assets, .. Pairs.Select(id => pair with { Id = id, Risk = risk })],
            Risk = limits,
        });
    }
}
