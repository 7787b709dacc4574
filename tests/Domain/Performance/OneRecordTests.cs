using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Grains.Performance;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// The same record by two ways: as the live book wrote it from fills, flows and marks, and as an import of its days and trades. An import
/// takes a day's flow at the start of the day, so that the flows come there; and a day of which all money was taken out at once has no
/// return, where the book had capital for a moment, so that some is left.
/// </summary>
public sealed class OneRecordTests
{
    private const string Asset = "BTC/USDT";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero);
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());
    private static readonly PhaseDefinition Phase = TestConfiguration.Build().Phases[1];

    [Fact]
    public void Record_LiveOrImported_HasTheSameReturnsDrawdownAndVerdict()
    {
        var verdicts = new Dictionary<ReadinessVerdict, int>();
        Laws.Hold(cases: 10_000, random =>
        {
            var (rows, parts, trades, book) = Live(random);
            if (rows.Count == 0)
            {
                return;
            }

            var open = book.Trips.Values.Select(trip => new Trade(
                "open", Asset, null, trip.Lot.Quantity > 0 ? TradeSide.Long : TradeSide.Short, Math.Abs(trip.Lot.Quantity), trip.FirstAt,
                trip.Lot.AverageEntryPrice, null, null, 0));
            var last = rows[^1].Day;
            foreach (var classId in new[] { null, "crypto" })
            {
                var query = new PerformanceQuery(60, classId);
                var live = RecordResults.Of(Record(query, last, rows, trades) with
                {
                    Profits = [.. parts.Where(part => part.Day > last.AddDays(-60))],
                });
                var imported = RecordResults.Of(Record(
                    query, last, rows.Select(row => new EquityPoint(row.Day, row.Equity, row.CashFlow)),
                    trades.Concat(open).Select(trade => trade with { Provenance = RecordProvenance.Import })));

                // A class begins with its first holding in the book; an import does not say when that was.
                var first = live.Days.IsEmpty ? last.AddDays(1) : live.Days[0].Day;
                var same = imported.Days.Where(day => day.Day >= first).ToArray();
                Assert.Equal(live.Days.Select(day => day.Day), same.Select(day => day.Day));
                Assert.All(live.Days.Zip(same), pair =>
                {
                    Assert.Equal(pair.First.Return, pair.Second.Return, 1e-9);
                    Assert.Equal(pair.First.ProfitAndLoss, pair.Second.ProfitAndLoss, 6);
                });
                Assert.Equal(
                    PerformanceRules.Report(live).MaxDrawdown!.Value, PerformanceRules.Report(imported).MaxDrawdown!.Value, 1e-9);
                Assert.Equal(PerformanceRules.Report(live).ProfitableDays, PerformanceRules.Report(imported).ProfitableDays);
            }

            var (one, other) = (Verdict(rows, parts, trades), Verdict(
                [.. rows.Select(row => new EquityPoint(row.Day, row.Equity, row.CashFlow))], [],
                [.. trades.Concat(open).Select(trade => trade with { Provenance = RecordProvenance.Import })]));
            Assert.Equal(one, other);
            verdicts[one] = verdicts.GetValueOrDefault(one) + 1;
        });

        Assert.True(verdicts.Count > 1 && verdicts.Values.All(count => count > 20), string.Join(", ", verdicts));
    }

    private static (List<EquityPoint> Rows, List<DayProfit> Parts, List<Trade> Trades, PortfolioBook Book) Live(Choices random)
    {
        var (rows, parts, trades) = (new List<EquityPoint>(), new List<DayProfit>(), new List<Trade>());
        var (book, price, drift) = (new PortfolioBook(), 100m, random.Next(-5, 26) / 10_000m);
        var days = random.Next(75);
        for (var day = 0; day < days; day++)
        {
            var morning = Start.AddDays(day);
            Run(morning, draft => Flow(draft, random, day));
            for (var step = 1; step <= 2; step++)
            {
                price = Math.Round(price * (1 + drift + (random.Next(-60, 61) / 10_000m)), 4);
                var at = morning.AddHours(8 * step);
                Run(at, draft => Trade(draft, random, $"{day}-{step}", price));
                Run(at.AddMinutes(1), draft => MoneyCommands.Mark(
                    draft, [new PriceMark(Asset, price, null, at.AddMinutes(1), "law")], _ => null, Setting));
            }
        }

        Run(Start.AddDays(days), draft => BookCommands.Begin(draft, Setting, []));
        return (rows, parts, trades, book);

        void Run(DateTimeOffset at, Action<BookDraft> act)
        {
            var draft = new BookDraft("main", book, at);
            act(draft);
            var batch = draft.IsEmpty ? null : draft.ToBatch();
            rows.AddRange(batch?.Days ?? []);
            parts.AddRange(batch?.Profits ?? []);
            trades.AddRange(batch?.Trades.Select(trade => trade.Trade) ?? []);
            book = draft.Book;
        }
    }

    private static void Flow(BookDraft draft, Choices random, int day)
    {
        BookCommands.Begin(draft, Setting, []);
        var needed = MarginRules.Needed(draft.Book, Setting.Configuration, draft.Now).Amount;
        var free = Rounding.Amount(Math.Min(draft.Book.Cash, draft.Book.Equity.Amount - needed));
        var amount = day == 0 ? 10_000m
            : random.Next(8) switch
            {
                6 => random.Next(1, 200) * 100m,
                7 when free > 1 => -Math.Min(free - 1, random.Next(1, 100) * 100m),
                _ => 0,
            };
        if (amount != 0)
        {
            random.Tell($"{draft.Now:MM-dd} flow {amount}");
            MoneyCommands.Move(draft, new CashFlow($"flow-{day}", amount, "Ada", "law"), null, 0, Setting);
        }
    }

    private static void Trade(BookDraft draft, Choices random, string id, decimal price)
    {
        var held = draft.Book.Positions.GetValueOrDefault(Asset)?.Quantity ?? 0;
        var quantity = held == 0 ? Math.Floor(draft.Book.Equity.Amount * 0.8m / price) : random.Next(3) == 0 ? held : 0;
        if (quantity < 1)
        {
            return;
        }

        var side = held == 0 ? OrderSide.Buy : OrderSide.Sell;
        random.Tell($"{draft.Now:MM-dd HH} {side} {quantity} at {price}");
        FillCommands.Take(
            draft, new Fill($"fill-{id}", null, Asset, side, quantity, price, 0.5m, null, null, draft.Now, null), null, 0, _ => null,
            Setting);
    }

    private static ReadinessVerdict Verdict(List<EquityPoint> rows, List<DayProfit> parts, List<Trade> trades)
    {
        var ledger = new InMemoryLedger(new FaultPlan());
        ledger.Record(rows);
        ledger.Record(parts);
        ledger.Record(trades);
        var now = new DateTimeOffset(rows[^1].Day.AddDays(1), new TimeOnly(6, 0), TimeSpan.Zero);
        var reader = new RecordReader(TestConfiguration.Build(), ledger, new InMemoryPerformance(), new FixedClock(now));
        var evidence = new ReadinessEvidence(
            new PortfolioView("main", "USD", 5_000m, null, null, 0, 0, 0, []),
            [
                .. ReadinessRules.MeasuredOf(Phase)
                    .Select(requirement => new PerformanceQuery(requirement.WindowDays, requirement.Scope)).Distinct()
                    .Select(query => MeasuredRecord.Of(reader.ReadAsync("main", query, CancellationToken.None).GetAwaiter().GetResult())),
            ],
            ImmutableDictionary<string, PhaseStatus>.Empty.Add("phase_0_crypto", PhaseStatus.Active),
            ImmutableDictionary<string, DataSourceView>.Empty.Add(
                "alpaca", FakeSources.View(TestConfiguration.Source("alpaca"), DataSourceStatus.Healthy)),
            StaleAfterDays: 3);
        return ReadinessRules.Evaluate(Phase, evidence, now).Verdict;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static PerformanceRecord Record(PerformanceQuery query, DateOnly last, IEnumerable<EquityPoint> rows, IEnumerable<Trade> trades)
    {
        var from = last.AddDays(-59);
        var all = rows.ToArray();
        return new PerformanceRecord(
            query, from, last,
            [.. all.Where(row => row.Day < from).TakeLast(1), .. all.Where(row => row.Day >= from)],
            [
                .. trades.Where(trade => trade.ClosedAt is not { } closedAt || DateOnly.FromDateTime(closedAt.UtcDateTime) >= from)
                    .OrderBy(trade => trade.ClosedAt ?? DateTimeOffset.MaxValue).Select(trade => new LedgerTrade(trade, "crypto")),
            ]);
    }
}
