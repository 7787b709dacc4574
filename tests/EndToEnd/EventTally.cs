using System.Collections.Concurrent;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// A fill, a dividend, a wrong fill with its correction, a split and the split that takes it back, under one id, to a portfolio of its own:
/// each is applied once or not at all, whatever was killed meanwhile. One caller sends them, one after another.
/// </summary>
internal sealed class EventTally
{
    public const string PortfolioId = "events";
    private const decimal Start = 1_000_000;
    private const decimal Price = 100;
    private const string Asset = "BTC/USDT";

    private readonly ConcurrentDictionary<string, DateTimeOffset> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _answered = new(StringComparer.Ordinal);
    private ConcurrentQueue<string> _recent = [];

    public int Lost { get; private set; }

    public int Twice { get; private set; }

    public string Counts => $"rounds of splits, dividends and corrections {_sent.Count}";

    public static async Task OpenAsync(IPortfolioGrain portfolio)
    {
        await portfolio.CreateAsync(new PortfolioCreation("Ada", "test"));
        await portfolio.RecordCashFlowAsync(new CashFlow("start", Start, "Ada", "test"));
    }

    public Task SendAsync(IPortfolioGrain portfolio, string id)
    {
        _recent.Enqueue(id);
        return SendAsync(portfolio, id, _sent.GetOrAdd(id, _ => TimeProvider.System.GetUtcNow()));
    }

    /// <summary>What was sent since the last time is sent again; what was acknowledged must have the same answer.</summary>
    public async Task VerifyAsync(IPortfolioGrain portfolio, bool isLast)
    {
        foreach (var id in (isLast ? _sent.OrderBy(sent => sent.Value).Select(sent => sent.Key) : _recent).ToArray())
        {
            await SendAsync(portfolio, id, _sent[id]);
        }

        _recent = [];
        var view = await portfolio.GetAsync();
        Twice += view.Positions.Sum(position => position.Quantity) == _sent.Count ? 0 : 1;
        Twice += view.Book?.Cash == Start - (_sent.Count * (Price - 1)) || _sent.IsEmpty ? 0 : 1;
        Twice += view.Book?.Income == _sent.Count ? 0 : 1;
    }

    private async Task SendAsync(IPortfolioGrain portfolio, string id, DateTimeOffset at)
    {
        await AnswerAsync($"fill {id}", async () =>
        {
            var answer = await portfolio.RecordFillAsync(Fill(id, OrderSide.Buy, 1, Price, at));
            return (answer.Sequence, answer.Repeated);
        });
        await EventAsync(portfolio, BookEvent.Cash($"dividend-{id}", BookEventKind.Dividend, at, Asset, 1, "Ada", "test"));
        await AnswerAsync($"wrong {id}", async () =>
        {
            var answer = await portfolio.RecordFillAsync(Fill($"wrong-{id}", OrderSide.Sell, 0.5m, 1, at.AddTicks(10)));
            return (answer.Sequence, answer.Repeated);
        });
        await AnswerAsync($"correction {id}", async () =>
        {
            var answer = await portfolio.CorrectFillAsync(new FillCorrection($"correction-{id}", $"wrong-{id}", null, "Ada", "test"));
            return (answer.Sequence, answer.Repeated);
        });
        await EventAsync(portfolio, BookEvent.Split($"split-{id}", at.AddTicks(20), Asset, 2, 1, "Ada", "test"));
        await EventAsync(portfolio, BookEvent.Split($"back-{id}", at.AddTicks(30), Asset, 1, 2, "Ada", "test"));
    }

    private Task EventAsync(IPortfolioGrain portfolio, BookEvent one) => AnswerAsync(one.EventId, async () =>
    {
        var answer = await portfolio.RecordEventAsync(one with { Confirmed = true }); // no market has such splits
        return (answer.Sequence, answer.Repeated);
    });

    private async Task AnswerAsync(string what, Func<Task<(long Sequence, bool Repeated)>> ask)
    {
        var (sequence, isRepeated) = await ask();
        if (_answered.TryGetValue(what, out var before))
        {
            Lost += isRepeated ? 0 : 1;
            Twice += before == sequence ? 0 : 1;
        }

        _answered[what] = sequence;
    }

    private static Fill Fill(string id, OrderSide side, decimal quantity, decimal price, DateTimeOffset at) =>
        new(id, null, Asset, side, quantity, price, 0, null, null, at, null)
        {
            Confirmed = true, // far off the market, as counting is easy so
        };
}
