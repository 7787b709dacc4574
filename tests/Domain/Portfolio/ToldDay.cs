using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// A day of fills, prices and flows, each of an instant of its own, and when each fill was told: at once, seconds late, or much later.
/// </summary>
internal sealed class ToldDay
{
    private const int StepsMax = 30;

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly List<(DateTimeOffset At, DateTimeOffset ToldAt, Action<JournaledBook> Do)> _steps = [];

    public ToldDay(Choices choices)
    {
        var at = Start;
        for (var step = 0; step < StepsMax && choices.Next(20) > 0; step++)
        {
            at = at.AddSeconds(choices.Next(301, 1_500)); // nearer to one another the order of telling counts
            var (asset, price, id) = (choices.Next(2) == 0 ? "BTC/USDT" : "NVDA", choices.Next(50, 150), $"id-{step}");
            switch (choices.Next(6))
            {
                case 0:
                    var mark = new PriceMark(asset, price, null, at, "test");
                    choices.Tell($"{at:HH:mm:ss} {asset} is worth {price}");
                    _steps.Add((at, at, book => book.Mark(mark)));
                    break;
                case 1:
                    var flow = new CashFlow(id, choices.Next(1, 100) * 10m, "Ada", "test");
                    choices.Tell($"{at:HH:mm:ss} flow {flow.Amount}");
                    _steps.Add((at, at, book => book.Move(flow)));
                    break;
                default:
                    var fill = new Fill(
                        id, null, asset, choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, choices.Next(1, 5), price,
                        choices.Next(0, 200) / 100m, null, null, at, choices.Next(3) == 2 ? "A" : null);
                    var toldAt = at.AddSeconds(choices.Next(4) switch
                    {
                        0 => 0, 1 => choices.Next(1, 9), 2 => choices.Next(1, 2_000), _ => choices.Next(1, 30_000),
                    });
                    choices.Tell($"{at:HH:mm:ss} {id}: {fill.Side} {fill.Quantity} {asset} at {price}, told {toldAt:MM-dd HH:mm:ss}");
                    _steps.Add((at, toldAt, book => book.Take(fill)));
                    break;
            }
        }
    }

    /// <summary>The book of a day on which each fill was told as it was executed.</summary>
    public JournaledBook InOrder() => Book(step => step.At);

    /// <summary>The book of the day as it was told.</summary>
    public JournaledBook AsTold() => Book(step => step.ToldAt);

    private JournaledBook Book(Func<(DateTimeOffset At, DateTimeOffset ToldAt, Action<JournaledBook> Do), DateTimeOffset> timeOf)
    {
        var book = new JournaledBook { Now = Start };
        book.Move(new CashFlow("start", 10_000, "Ada", "test"));
        foreach (var step in _steps.OrderBy(timeOf))
        {
            book.Now = timeOf(step);
            step.Do(book);
        }

        foreach (var day in new[] { 1, 2 })
        {
            book.Now = Start.AddDays(day);
            book.Begin();
        }

        return book;
    }
}
