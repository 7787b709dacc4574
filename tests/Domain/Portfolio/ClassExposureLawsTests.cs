using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// Of several assets that may be held on either side no interleaving of orders, fills, cancels, expiries, exits and restarts leads to more
/// than an asset or their class may have, whichever of the orders that live are filled.
/// </summary>
public sealed class ClassExposureLawsTests
{
    private const int Cases = 2_000;
    private const int StepsMax = 40;
    private const decimal Price = 100;
    private const decimal Equity = 10_000;

    /// <summary>A fifth of the equity, which of three assets is twice what the class may have: 30 %.</summary>
    private const decimal AssetMax = 2_000;
    private const decimal ClassMax = 3_000;

    private static readonly string[] Pairs = ["AUD/USD", "EUR/USD", "GBP/USD"];

    [Fact]
    public void Exposure_OfAssetsThatMayBeSoldShort_StaysWithinTheirClass() => Laws.Hold(Cases, choices =>
    {
        var told = new JournaledBook(setting: Setting()) { Now = PreTradeCases.Now, Price = Price };
        told.Move(new CashFlow("deposit", Equity, "Ada", "start"));
        for (var step = 0; step < StepsMax && choices.Next(40) > 0; step++)
        {
            Step(told, choices, step);
            AssertWithin(told.Book);
        }

        Assert.Equal(JournaledBook.TextOf(told.Book), JournaledBook.TextOf(told.Folded()));
    });

    private static void Step(JournaledBook told, Choices choices, int step)
    {
        switch (choices.Next(8))
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
        }
    }

    private static Order? Open(JournaledBook told, Choices choices) => told.Book.OrderBook.ById.Values
        .Where(order => order.IsOpen && told.Book.Reservations[order.DecisionId].ExpiresAt > told.Now)
        .ElementAtOrDefault(choices.Next(4));

    private static void AssertWithin(PortfolioBook book)
    {
        var most = Pairs.Select(pair => Price * WorstUnits(book, pair)).ToArray();
        Assert.All(most, one => Assert.True(one <= AssetMax, $"{one} of an asset"));
        Assert.True(most.Sum() <= ClassMax, $"{most.Sum()} of the class: {string.Join(", ", most)}");
        Assert.Empty(book.Unseen);
    }

    /// <summary>The most that may come to be held of an asset, on either side, whichever of its orders are filled.</summary>
    private static decimal WorstUnits(PortfolioBook book, string pair)
    {
        var held = book.Positions.GetValueOrDefault(pair)?.Quantity ?? 0;
        var living = book.Reservations.Values.Where(one => one.AssetId == pair).Select(one => one.SignedQuantity).ToArray();
        return Math.Max(Math.Abs(held + living.Where(units => units > 0).Sum()), Math.Abs(held + living.Where(units => units < 0).Sum()));
    }

    private static BookContext Setting()
    {
        var (pair, built) = (TestConfiguration.PoundYen, TestConfiguration.Build());
        var risk = pair.Risk with { MaxPosition = AssetMax / Equity };
        return new BookContext(IsShadow: false, built with
        {
            Assets = [.. built.Assets, .. Pairs.Select(id => pair with { Id = id, Risk = risk })],
        });
    }
}
