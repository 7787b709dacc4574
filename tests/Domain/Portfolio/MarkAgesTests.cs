using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class MarkAgesTests
{
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 20, 55, 0, TimeSpan.Zero); // five minutes before the close
    private static readonly AssetsConfiguration Shipped = ShippedConfiguration.Value;

    [Theory]
    [InlineData("NVDA", 2 * 24 * 60, false)] // Sunday: its market was open for five minutes since
    [InlineData("NVDA", (3 * 24 * 60) + 120, true)] // Monday, two and a half hours into the session
    [InlineData("NVDA", 9 * 24 * 60, true)]
    [InlineData("BTC/USDT", 60, false)]
    [InlineData("BTC/USDT", 61, true)]
    [InlineData("USD/TRY", 2 * 24 * 60, true)] // an hour of Friday evening, and of Sunday
    [InlineData("USD/BRL", (3 * 24 * 60) + 120, false)] // one quote a day is all that there is
    [InlineData("USD/BRL", 9 * 24 * 60, true)]
    public void Of_AMarkedPosition_CountsWhileItsMarketIsOpen(string assetId, int minutesLater, bool isOld)
    {
        var mark = Assert.Single(MarkAges.Of(Held(assetId), Shipped, Friday.AddMinutes(minutesLater)));

        Assert.Equal((assetId, Friday, isOld), (mark.AssetId, mark.MarkedAt, mark.IsOld()));
    }

    [Fact]
    public void OpenBetween_ASpan_IsTheSumOfItsSessionsUpToTheMost()
    {
        TimeSpan Open(MarketHours hours, double days, double most = 100) =>
            MarketCalendar.OpenBetween(hours, Friday, Friday.AddDays(days), TimeSpan.FromHours(most));

        Assert.Equal(TimeSpan.FromMinutes(5), Open(MarketHours.UsExchange, 2));
        Assert.Equal(TimeSpan.FromHours(6.5), Open(MarketHours.UsExchange, 3)); // all of Monday's, and Friday's rest without Monday's
        Assert.Equal(TimeSpan.FromHours(48), Open(MarketHours.Always, 2));
        Assert.Equal(TimeSpan.FromHours(1), Open(MarketHours.Always, 2, most: 1));
        Assert.Equal(TimeSpan.Zero, Open(MarketHours.Always, -1));
    }

    private static PortfolioBook Held(string assetId)
    {
        var draft = new BookDraft("main", new PortfolioBook(), Friday);
        var fill = new Fill("f", null, assetId, OrderSide.Buy, 1, 100, 0, null, assetId.Contains('/') ? 1 : null, Friday, null);
        FillCommands.Take(draft, fill, null, 0, _ => null, new BookContext(IsShadow: false, Shipped));
        return draft.Book;
    }
}
