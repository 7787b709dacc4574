using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Notices;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>What every portfolio grain works with.</summary>
internal sealed record PortfolioServices(
    IGrainFactory Grains,
    AssetsConfiguration Configuration,
    IPortfolioJournal Journal,
    IOrderStore Orders,
    ILedgerStore Ledger,
    IImportStore Imports,
    IImportedFillStore ImportedFills,
    ICorporateActionStore Actions,
    INoticeStore Notices,
    PortfolioDirectory Directory,
    ICandleReader Prices,
    ClockCheck ClockCheck,
    TimeProvider Clock,
    ILogger<PortfolioGrain> Log,
    PortfolioMetrics Metrics);

/// <summary>What every command of a portfolio knows beside the book.</summary>
internal sealed record BookContext(bool IsShadow, AssetsConfiguration Configuration)
{
    private string? _limitsHash;

    /// <summary>All of the configuration, where the portfolio has limits of its own in it.</summary>
    public AssetsConfiguration Loaded { get; init; } = Configuration;

    /// <summary>Names what of the whole configuration decides on orders: people agree to it in any portfolio.</summary>
    public string LimitsHash => _limitsHash ??= ConfigurationContent.HashOfLimits(Loaded);

    /// <summary>What operators agreed to last in any portfolio, as the portfolio found it when it was woken; null for nothing.</summary>
    public AgreedLimits? Elsewhere { get; set; }

    /// <summary>How the book's days end and begin.</summary>
    public DayRules Days { get; } = new(id => Configuration.FindClass(id)?.Hours);

    /// <summary>How long an order holds its exposure beyond its end: what was filled in the last second is told a little later.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(Configuration.Risk.Orders.ReservationSeconds);

    /// <summary>The time by which days begin, where the clock's own may be far off; the clock's own unless something is set.</summary>
    public Func<DateTimeOffset, DateTimeOffset> TimeOf { get; init; } = now => now;
}
