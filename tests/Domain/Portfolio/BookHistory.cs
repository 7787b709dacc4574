using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// A book that is led through what its choices draw: fills of several strategies in several assets, marks, flows, events, days, restarts.
/// </summary>
internal sealed class BookHistory(Choices choices)
{
    private const string Coin = "BTC/USDT";
    private const string Pair = "GBP/JPY";

    private static readonly ImmutableArray<string> Assets = ["NVDA", Coin, Pair];

    private readonly JournaledBook _told = new();
    private readonly List<Done> _done = [];
    private int _number;

    public JournaledBook Told => _told;

    public PortfolioBook Book => _told.Book;

    /// <summary>The fills so far.</summary>
    public IEnumerable<Fill> Fills => _done.Select(step => step.Fill).OfType<Fill>();

    /// <summary>The events so far.</summary>
    public IEnumerable<BookEvent> Events => _done.Select(step => step.Event).OfType<BookEvent>();

    /// <summary>
    /// Another book that was led the same way without one fill or event, or with another fill in its place; null where money was taken out
    /// that is not there without it.
    /// </summary>
    public JournaledBook? Without(string id, Fill? right = null)
    {
        var other = new JournaledBook();
        foreach (var (at, act, fill, happened, isWithdrawal) in _done)
        {
            other.Now = at;
            if (isWithdrawal)
            {
                if (!IsTaken(() => act(other)))
                {
                    return null;
                }
            }
            else if (fill?.FillId != id && happened?.EventId != id)
            {
                act(other);
            }
            else if (right is not null)
            {
                other.Take(right);
            }
            else
            {
                other.Begin();
            }
        }

        return other;
    }

    public void Deposit(decimal amount)
    {
        var flow = new CashFlow(NextId(), amount, "Ada", "test");
        Do(book => book.Move(flow));
    }

    /// <summary>One step more.</summary>
    public void Step()
    {
        _told.Now = _told.Now.AddMinutes(1);
        switch (choices.Next(12))
        {
            case < 4:
                Fill();
                break;
            case < 6:
                Mark();
                break;
            case 6:
                Flow();
                break;
            case 7:
                Split();
                break;
            case 8:
                Income();
                break;
            case 9:
                _told.Now = _told.Now.AddDays(1);
                Tell("a day later");
                break;
            case 10:
                Restart();
                break;
            default:
                Delist();
                break;
        }
    }

    /// <summary>A split of something; equity, drawdown and the day's loss before it and after.</summary>
    public ((Money, decimal, decimal) Before, (Money, decimal, decimal) After) Split()
    {
        Do(book => book.Begin()); // a day that begins is no doing of the split
        var (asset, news, olds) = (Asset(), choices.Next(1, 12), choices.Next(1, 12));
        var before = Measures();
        if (news != olds)
        {
            Happen(BookEvent.Split(NextId(), _told.Now, asset, news, olds, "Ada", "test"));
        }

        return (before, Measures());
    }

    /// <summary>A fill at random.</summary>
    public Fill Drawn()
    {
        var asset = Asset();
        var fill = new Fill(
            NextId(), null, asset, choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, choices.Next(1, 9_000) / 1_000m,
            choices.Next(50, 150), choices.Next(-50, 300) / 100m, null, asset == Pair ? choices.Next(60, 70) / 10_000m : null,
            _told.Now.AddSeconds(-choices.Next(1, 50)), Strategy());
        return asset == Coin && choices.Next(3) == 2
            ? fill with { FeeCurrency = "BTC", Fee = Rounding.Amount(fill.Quantity * choices.Next(-5, 100) / 1_000) }
            : fill;
    }

    public void Tell(string line) => choices.Tell($"{_told.Now:MM-dd HH:mm} {line}");

    private (Money, decimal, decimal) Measures()
    {
        var chain = PortfolioFold.ChainOf(Book);
        return (Book.Equity, chain.DrawdownAt(Book.Equity.Amount), chain.DayLossAt(Book.Equity.Amount));
    }

    private void Fill()
    {
        var fill = Drawn();
        Tell($"{fill.FillId}: {fill.Side} {fill.Quantity} {fill.AssetId} at {fill.Price} by {fill.StrategyId}, fee {fill.Fee} "
            + $"{fill.FeeCurrency}, rate {fill.Rate}");
        Do(book => book.Take(fill), fill);
    }

    private void Mark()
    {
        var asset = Asset();
        var mark = new PriceMark(asset, choices.Next(50, 150), RateOf(asset), _told.Now.AddSeconds(-choices.Next(1, 50)), "test");
        Tell($"{mark.AssetId} is worth {mark.Price}");
        Do(book => book.Mark(mark));
    }

    private void Flow()
    {
        var amount = choices.Next(1, 100) * 100m;
        if (choices.Next(3) < 2)
        {
            Tell($"flow {amount}");
            Deposit(amount);
            return;
        }

        var taken = new CashFlow(NextId(), -amount, "Ada", "test");
        if (IsTaken(() => _told.Move(taken)))
        {
            Tell($"flow {-amount}");
            _done.Add(new Done(_told.Now, book => book.Move(taken), null, null, IsWithdrawal: true));
        }
    }

    // More than is there, or than what is held needs, is refused.
    private static bool IsTaken(Action withdrawal)
    {
        try
        {
            withdrawal();
            return true;
        }
        catch (InvalidRequestException)
        {
            return false;
        }
    }

    private void Income()
    {
        var (asset, amount) = (Asset(), choices.Next(1, 500) / 100m);
        Happen(choices.Next(4) switch
        {
            0 => BookEvent.Dividend(NextId(), _told.Now, asset, amount, "Ada", "test") with { Withheld = amount / 4, Rate = RateOf(asset) },
            1 => BookEvent.Cash(NextId(), BookEventKind.Financing, _told.Now, asset, -amount, "Ada", "test") with { Rate = RateOf(asset) },
            2 => BookEvent.Cash(NextId(), BookEventKind.Rebate, _told.Now, asset, amount, "Ada", "test") with { Rate = RateOf(asset) },
            _ => BookEvent.Cash(NextId(), BookEventKind.Fee, _told.Now, null, -amount, "Ada", "test"),
        });
    }

    private void Delist()
    {
        var asset = Asset();
        Happen(BookEvent.Delisting(NextId(), _told.Now, asset, choices.Next(0, 120), "Ada", "test") with { Rate = RateOf(asset) });
    }

    private void Happen(BookEvent one)
    {
        Tell($"{one.Kind} of {one.AssetId}: {one.NewUnits}:{one.OldUnits} {one.PerUnit} {one.Amount} less {one.Withheld}");
        Do(book => book.Happen(one), happened: one);
    }

    private void Restart()
    {
        var fromJournal = choices.Next(2) == 1;
        Tell("a restart");
        Do(book => book.Restart(fromJournal));
    }

    private void Do(Action<JournaledBook> act, Fill? fill = null, BookEvent? happened = null)
    {
        _done.Add(new Done(_told.Now, act, fill, happened));
        act(_told);
    }

    private string Asset() => Assets[choices.Next(Assets.Length)];

    private string? Strategy() => choices.Next(3) switch { 0 => null, 1 => "A", _ => "B" };

    private static decimal? RateOf(string asset) => asset == Pair ? 0.0065m : null;

    private string NextId() => $"id-{++_number}";

    private sealed record Done(
        DateTimeOffset At, Action<JournaledBook> Do, Fill? Fill, BookEvent? Event, bool IsWithdrawal = false);
}
