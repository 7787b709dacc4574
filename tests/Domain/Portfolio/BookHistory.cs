using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// A book that is led through what its choices draw: fills of several strategies in several assets, marks, flows, events, days, restarts.
/// All of its journal is kept.
/// </summary>
internal sealed class BookHistory(Choices choices)
{
    private const string Pair = "GBP/JPY";

    private static readonly ImmutableArray<string> Assets = ["NVDA", "BTC/USDT", Pair];
    private static readonly StateSerializer Serializer = new();
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());

    private readonly List<AuditEntry> _journal = [];
    private int _number;

    public PortfolioBook Book { get; private set; } = new();

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<AuditEntry> Journal => _journal;

    /// <summary>The journal's text of a book: what two books that are the same have in common.</summary>
    public static string TextOf(PortfolioBook book) => Serializer.Serialize(book).ToString();

    /// <summary>The book that the journal makes, read from its bytes.</summary>
    public PortfolioBook Folded() => _journal.Aggregate(new PortfolioBook(), (book, entry) => PortfolioFold.Apply(
        book, PortfolioEventJson.Read(entry.Kind, entry.Payload), entry.Sequence, entry.At, entry.Actor) with { Head = entry.Position });

    public void Deposit(decimal amount) =>
        Run(draft => MoneyCommands.Move(draft, new CashFlow(NextId(), amount, "Ada", "test"), null, 0, Setting));

    /// <summary>One step more.</summary>
    public void Step()
    {
        Now = Now.AddMinutes(1);
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
                Now = Now.AddDays(1);
                Tell("a day later");
                break;
            case 10:
                Tell("a restart");
                Book = Serializer.Deserialize<PortfolioBook>(Serializer.Serialize(choices.Next(2) == 0 ? Book : Folded()))!;
                break;
            default:
                Delist();
                break;
        }
    }

    /// <summary>A split of something; equity, drawdown and the day's loss before it and after.</summary>
    public ((Money, decimal, decimal) Before, (Money, decimal, decimal) After) Split()
    {
        Run(draft => BookCommands.Begin(draft, Setting, [])); // a day that begins is no doing of the split
        var (asset, news, olds) = (Asset(), choices.Next(1, 12), choices.Next(1, 12));
        var before = Measures();
        if (news != olds)
        {
            Happen(BookEvent.Split(NextId(), Now, asset, news, olds, "Ada", "test"));
        }

        return (before, Measures());
    }

    private (Money, decimal, decimal) Measures()
    {
        var chain = PortfolioFold.ChainOf(Book);
        return (Book.Equity, chain.DrawdownAt(Book.Equity.Amount), chain.DayLossAt(Book.Equity.Amount));
    }

    private void Fill()
    {
        var asset = Asset();
        var fill = new Fill(
            NextId(), null, asset, choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, choices.Next(1, 9_000) / 1_000m,
            choices.Next(50, 150), choices.Next(0, 300) / 100m, null, asset == Pair ? choices.Next(60, 70) / 10_000m : null,
            Now.AddSeconds(-choices.Next(1, 50)), Strategy());
        Tell($"{fill.Side} {fill.Quantity} {asset} at {fill.Price} by {fill.StrategyId}, fee {fill.Fee}, rate {fill.Rate}");
        Run(draft => FillCommands.Take(draft, fill, null, 0, _ => null, Setting));
    }

    private void Mark()
    {
        var mark = new PriceMark(Asset(), choices.Next(50, 150), null, Now.AddSeconds(-choices.Next(1, 50)), "test");
        Tell($"{mark.AssetId} is worth {mark.Price}");
        Run(draft => MoneyCommands.Mark(draft, [mark], _ => null, Setting));
    }

    private void Flow()
    {
        var amount = Book.Cash > 1_000 && Book.Equity.Amount > 1_000 && choices.Next(2) == 1 ? -500 : choices.Next(1, 100) * 100m;
        Tell($"flow {amount}");
        Deposit(amount);
    }

    private void Income()
    {
        var (asset, amount) = (Asset(), choices.Next(1, 500) / 100m);
        Happen(choices.Next(4) switch
        {
            0 => BookEvent.Dividend(NextId(), Now, asset, amount, "Ada", "test") with { Withheld = amount / 4, Rate = RateOf(asset) },
            1 => BookEvent.Cash(NextId(), BookEventKind.Financing, Now, asset, -amount, "Ada", "test") with { Rate = RateOf(asset) },
            2 => BookEvent.Cash(NextId(), BookEventKind.Rebate, Now, asset, amount, "Ada", "test") with { Rate = RateOf(asset) },
            _ => BookEvent.Cash(NextId(), BookEventKind.Fee, Now, null, -amount, "Ada", "test"),
        });
    }

    private void Delist()
    {
        var asset = Asset();
        Happen(BookEvent.Delisting(NextId(), Now, asset, choices.Next(0, 120), "Ada", "test") with { Rate = RateOf(asset) });
    }

    private void Happen(BookEvent one)
    {
        Tell($"{one.Kind} of {one.AssetId}: {one.NewUnits}:{one.OldUnits} {one.PerUnit} {one.Amount} less {one.Withheld}");
        Run(draft => EventCommands.Take(draft, one, null, 0, _ => null, Setting));
    }

    private void Run<T>(Func<BookDraft, T> command)
    {
        var draft = new BookDraft("main", Book, Now);
        draft.Run(command);
        Keep(draft);
    }

    private void Run(Action<BookDraft> command) => Run(draft =>
    {
        command(draft);
        return true;
    });

    private void Keep(BookDraft draft)
    {
        if (!draft.IsEmpty)
        {
            _journal.AddRange(draft.ToBatch().Entries);
            Book = draft.Book;
        }
    }

    private string Asset() => Assets[choices.Next(Assets.Length)];

    private string? Strategy() => choices.Next(3) switch { 0 => null, 1 => "A", _ => "B" };

    private static decimal? RateOf(string asset) => asset == Pair ? 0.0065m : null;

    private string NextId() => $"id-{++_number}";

    private void Tell(string line) => choices.Tell($"{Now:MM-dd HH:mm} {line}");
}
