using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>
/// Indicators, sentiment, trending symbols, option trades and calendars in PostgreSQL. Every write is one transaction, in bulk, and
/// idempotent by natural key; a row whose values differ is a revision of the source and replaces the stored one.
/// </summary>
public interface IMarketFactsStore
{
    /// <summary>Stores values of indicators, all of one asset class.</summary>
    Task<ImportCounts> UpsertIndicatorsAsync(
        string classId, IReadOnlyCollection<IndicatorValue> values, CancellationToken cancellationToken);

    /// <summary>Stores sentiment snapshots, all of one asset class.</summary>
    Task<ImportCounts> UpsertSentimentAsync(
        string classId, IReadOnlyCollection<SentimentSnapshot> snapshots, CancellationToken cancellationToken);

    /// <summary>Stores option trades, all of one asset class.</summary>
    Task<ImportCounts> UpsertOptionsFlowAsync(
        string classId, IReadOnlyCollection<OptionsFlow> trades, CancellationToken cancellationToken);

    /// <summary>Stores symbols that forums speak of much.</summary>
    Task<ImportCounts> UpsertTrendingAsync(IReadOnlyCollection<TrendingSymbol> symbols, CancellationToken cancellationToken);

    /// <summary>Stores releases and dates.</summary>
    Task<ImportCounts> UpsertEventsAsync(IReadOnlyCollection<EconomicEvent> events, CancellationToken cancellationToken);
}
