using System.Diagnostics.Metrics;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Grains.Telemetry;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>The measurements of portfolios: meter <see cref="MeterName"/>. A book is asked when somebody measures, and told of while it has
/// money.</summary>
internal sealed class PortfolioMetrics
{
    public const string MeterName = "OrleansAssets.Portfolio";

    private readonly AssetsConfiguration _configuration;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _entries;
    private readonly Histogram<double> _appendDuration;
    private readonly Histogram<long> _appendCommands;

    public PortfolioMetrics(IMeterFactory meters, AssetsConfiguration configuration, TimeProvider clock)
    {
        (_configuration, _clock) = (configuration, clock);
        var meter = meters.Create(MeterName);
        _decisions = meter.CreateCounter<long>(
            "assets.portfolio.decisions", "{decision}", "Decisions on orders by outcome, binding rule and kind of money");
        _entries = meter.CreateCounter<long>("assets.portfolio.entries", "{entry}", "Entries of portfolios' journals by event");
        _appendDuration = meter.CreateHistogram(
            "assets.journal.append.duration", "s", "Duration of a write of a portfolio's journal, by outcome", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
            });
        _appendCommands = meter.CreateHistogram(
            "assets.journal.append.commands", "{command}", "Commands that shared one write of a portfolio's journal", tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, CommandLoop.BatchMax] });

        Gauge("assets.portfolio.equity", "{USD}", "Cash and what is held at its marks", book => (double)book.Equity);
        Gauge("assets.portfolio.drawdown", "1", "Part of the peak that is lost", book => (double)book.Drawdown);
        Gauge(
            "assets.portfolio.heat", "1", "Part of equity that is lost where each position meets its stop", book => (double)book.Heat);
        Gauge("assets.portfolio.mode", "1", "0 normal, 1 reduce-only, 2 halted, of the whole portfolio", book => (double)book.Mode);
        Gauge("assets.portfolio.positions", "{position}", "Positions that are held", book => book.Positions);
        Gauge(
            "assets.portfolio.stale_positions", "{position}", "Positions whose price is older than it may be", book => book.StaleMarks);
        Gauge("assets.portfolio.reservations", "{reservation}", "Approved orders that hold exposure", book => book.Reservations);
        meter.CreateObservableGauge(
            "assets.portfolio.orders",
            () => from book in Told()
                  from orders in book.Figures.OpenOrders
                  select new Measurement<long>(orders.Count, [.. book.Tags, new("state", TagText.Of(orders.State))]),
            "{order}",
            "Open orders by state");
        meter.CreateObservableGauge(
            "assets.portfolio.limit.used",
            () => from book in Told()
                  from limit in book.Figures.Limits
                  select new Measurement<double>((double)limit.Used, [.. book.Tags, new("limit", limit.Code)]),
            "1",
            "Part of a limit that is used: at 1 it is reached");
        meter.CreateObservableGauge(
            "assets.portfolio.scope.limit.used",
            () => from book in Told()
                  from limit in book.Figures.ScopeLimits
                  select new Measurement<double>(
                      (double)limit.Used, [.. book.Tags, new("scope", TagText.Of(limit.Scope)), new("limit", limit.Code)]),
            "1",
            "Part of a limit of classes, assets or strategies that is used by the one that is nearest to it: at 1 it halts");
        meter.CreateObservableGauge(
            "assets.portfolio.scope.halts",
            () => from book in Told()
                  from halts in book.Figures.ScopeHalts
                  select new Measurement<long>(halts.Count, [.. book.Tags, new("scope", TagText.Of(halts.Scope))]),
            "{halt}",
            "Halts of classes, assets or strategies that stand");

        void Gauge(string name, string unit, string description, Func<BookFigures, double> read) => meter.CreateObservableGauge(
            name, () => Told().Select(book => new Measurement<double>(read(book.Figures), book.Tags)), unit, description);
    }

    /// <summary>
    /// The books that are written in this silo; null before one was read. Paper is told last: were there more books than are told, a real
    /// one would halt in silence.
    /// </summary>
    public LiveGrains<PortfolioBook> Books { get; } = new(Keys.IsShadowPortfolio);

    /// <summary>Notes an entry that is written.</summary>
    public void Written(string portfolioId, BookEntry entry)
    {
        if (_entries.Enabled)
        {
            _entries.Add(1, new KeyValuePair<string, object?>("event", PortfolioEventJson.KindOf(entry.Event)));
        }

        if (entry.Event is OrderDecided { Decision: var decision })
        {
            Decided(decision);
        }
    }

    /// <summary>Notes a decision, also one that is not stored.</summary>
    public void Decided(OrderDecision decision) => _decisions.Add(
        1, new KeyValuePair<string, object?>("outcome", TagText.Of(decision.Outcome)), new("rule", decision.BindingRule),
        new("money", Money(decision.PortfolioId)));

    /// <summary>Notes one write of the journal.</summary>
    /// <param name="commands">How many shared it.</param>
    public void Appended(TimeSpan duration, int commands, bool done)
    {
        _appendDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", done ? "done" : "failed"));
        _appendCommands.Record(commands);
    }

    private IEnumerable<(BookFigures Figures, KeyValuePair<string, object?>[] Tags)> Told() =>
        from book in Books.Tell()
        select (
            BookFigures.Of(book.Value, _configuration, _clock.GetUtcNow()),
            new KeyValuePair<string, object?>[] { new("portfolio", book.Id), new("money", Money(book.Id)) });

    private static string Money(string portfolioId) => Keys.IsShadowPortfolio(portfolioId) ? "paper" : "real";
}
