using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Notices;
using OrleansAssets.Storage.Phases;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Storage;

/// <summary>Registers the stores over the one NpgsqlDataSource of the host.</summary>
public static class StorageRegistration
{
    public static IServiceCollection AddAssetsStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<PartitionKeeper>();
        services.TryAddSingleton<SeriesWriter>();
        services.TryAddSingleton<IMarketDataStore, MarketDataStore>();
        services.TryAddSingleton<IMarketFactsStore, MarketFactsStore>();
        services.TryAddSingleton<ICorporateActionStore, CorporateActionStore>();
        services.TryAddSingleton<ILedgerStore, LedgerStore>();
        services.TryAddSingleton<IPerformanceStore, PerformanceStore>();
        services.TryAddSingleton<IImportStore, ImportStore>();
        services.TryAddSingleton<IImportedFillStore, ImportedFillStore>();
        services.TryAddSingleton<IRegistryStore, RegistryStore>();
        services.TryAddSingleton<IConfigurationStore, ConfigurationStore>();
        services.TryAddSingleton<IRetentionStore, RetentionStore>();
        services.TryAddSingleton<ICandleReader, CandleReader>();
        services.TryAddSingleton<IMarketReader, MarketReader>();
        services.TryAddSingleton<IMarketFactsReader, MarketFactsReader>();
        services.TryAddSingleton<IMacroEventReader, MacroEventReader>();
        services.TryAddSingleton<IDayRateReader, DayRateReader>();
        services.TryAddSingleton<ISentimentReader, SentimentReader>();
        services.TryAddSingleton<ICorrelationStore, CorrelationStore>();
        services.TryAddSingleton<IAuditLog, AuditLog>();
        services.TryAddSingleton<IPhaseLog, PhaseLog>();
        services.TryAddSingleton<IPortfolioJournal, PortfolioJournal>();
        services.TryAddSingleton<IOrderStore, OrderStore>();
        services.TryAddSingleton<IRefusalReader, RefusalReader>();
        services.TryAddSingleton<IReminderWatchStore, ReminderWatchStore>();
        services.TryAddSingleton<INoticeStore, NoticeStore>();
        services.TryAddSingleton<INoticeDeliveries, NoticeDeliveries>();
        return services;
    }
}
