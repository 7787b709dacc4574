using System.Globalization;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>A fill that nobody would believe is taken by a second word, by the shipped limits.</summary>
public sealed class FillBeliefTests
{
    private static readonly BookContext Context = new(IsShadow: false, ShippedConfiguration.Value);

    private readonly JournaledBook _book = new(setting: Context);

    public FillBeliefTests() => _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));

    [Theory]
    [InlineData(1, "0.1", true)] // quoted at 78,153, and nothing is held
    [InlineData(78_100, "0.1", false)]
    [InlineData(93_000, "0.1", false)] // 19 % off
    [InlineData(94_000, "0.1", true)]
    [InlineData(78_100, "5", true)] // 39 times the equity
    public void Take_AFillFarOffTheMarketOrTheMeans_NeedsASecondWord(int price, string quantity, bool isRefused)
    {
        var units = decimal.Parse(quantity, CultureInfo.InvariantCulture);
        var fill = new Fill("f", null, "BTC/USDT", OrderSide.Sell, units, price, 0, null, null, _book.Now, null);

        var refused = Record.Exception(() => Take(fill));
        var confirmed = Take(fill with { Confirmed = true });

        Assert.Equal(isRefused, refused is InvalidRequestException);
        Assert.Contains(isRefused ? "confirm it (--yes" : "", refused?.Message ?? "", StringComparison.Ordinal);
        Assert.Contains(confirmed.Events, entry => entry.Event is FillRecorded);
    }

    private BookDraft Take(Fill fill)
    {
        var draft = new BookDraft("main", _book.Book, _book.Now);
        FillCommands.Take(draft, fill, null, 0, id => Quote(id), Context);
        return draft;
    }

    private Quote? Quote(string id) => id == "BTC/USDT" ? new Quote(id, "ccxt_binance", _book.Now, 78_152.5m, 78_153.5m, 1, 1) : null;
}
