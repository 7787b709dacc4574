using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>What every portfolio grain works with.</summary>
internal sealed record PortfolioServices(
    IGrainFactory Grains,
    AssetsConfiguration Configuration,
    IPortfolioJournal Journal,
    ILedgerStore Ledger,
    IImportStore Imports,
    TimeProvider Clock,
    ILogger<PortfolioGrain> Log);

/// <summary>What every command of a portfolio knows beside the book.</summary>
internal sealed record BookContext(bool IsShadow, AssetsConfiguration Configuration);
