using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>What is told of a book to who watches it.</summary>
public sealed class BookFiguresTests
{
    private readonly JournaledBook _journaled = new();

    private BookFigures Figures => BookFigures.Of(_journaled.Book, _journaled.Setting.Configuration, _journaled.Now);

    [Fact]
    public void Of_PositionThatFell_TellsLossHeatAndWhatIsUsedOfEachLimit()
    {
        _journaled.Move(new CashFlow("deposit-1", 10_000, "Ada", "start"));
        _journaled.Take(Fill(10, 100));
        _journaled.Mark(new PriceMark("BTC/USDT", 80, null, _journaled.Now, "test"));

        var figures = Figures;

        // 200 of 10,000 are lost.
        Assert.Equal((9_800m, 0.02m, 1), (figures.Equity, figures.Drawdown, figures.Positions));
        Assert.Equal(0.02m / _journaled.Setting.Configuration.Risk.EmergencyStopDrawdown, UsedOf(RuleCodes.Drawdown));
        Assert.Equal(0.02m / _journaled.Setting.Configuration.Risk.DailyLossLimit, UsedOf(RuleCodes.DailyLoss));
        Assert.Equal(figures.Heat / _journaled.Setting.Configuration.Risk.MaxPortfolioHeat, UsedOf(RuleCodes.PortfolioHeat));
        Assert.Equal(TradingMode.Normal, figures.Mode);
    }

    [Fact]
    public void Of_PairInAnotherCurrency_HasTheHeatAtTheRateThatItIsHeldAt()
    {
        _journaled.Move(new CashFlow("deposit-1", 10_000, "Ada", "start"));
        _journaled.Take(Fill(1_000, 190) with { AssetId = "GBP/JPY", Rate = 0.0065m });

        // 50 pips are half a yen: units x distance to the stop x rate / equity.
        var atStop = 1_000 * 0.50m * 0.0065m;
        Assert.Equal(Math.Round(atStop / Figures.Equity, 10), Math.Round(Figures.Heat, 10));
    }

    [Fact]
    public void Of_MarkThatIsOld_IsCounted()
    {
        _journaled.Move(new CashFlow("deposit-1", 10_000, "Ada", "start"));
        _journaled.Take(Fill(10, 100));
        Assert.Equal(0, Figures.StaleMarks);

        _journaled.Now += TimeSpan.FromDays(3);

        Assert.Equal(1, Figures.StaleMarks);
    }

    private decimal UsedOf(string code) => Figures.Limits.Single(limit => limit.Code == code).Used;

    private Fill Fill(decimal quantity, decimal price) =>
        new("fill-1", null, "BTC/USDT", OrderSide.Buy, quantity, price, 0, null, null, _journaled.Now, null);
}
