using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Daily candles to read, and the matrices that were saved.</summary>
internal sealed class InMemoryCandles : ICandleReader, ICorrelationStore, IMacroEventReader
{
    public ConcurrentDictionary<string, ImmutableArray<Candle>> Daily { get; } = new(StringComparer.Ordinal);

    /// <summary>Quotes that were stored, whatever they say, by asset.</summary>
    public ConcurrentDictionary<string, ImmutableArray<Quote>> Quotes { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<DateOnly, RiskModelView> Matrices { get; } = [];

    /// <summary>Gives an asset two months of days up to yesterday; every asset swings at a pace of its own.</summary>
    public void Fill(string assetId, int pace, DateTimeOffset now) => Daily[assetId] =
    [
        .. Enumerable.Range(1, 60).Reverse().Select(ago =>
        {
            var close = 100 + (decimal)(Math.Sin(ago * pace) * 5);
            var opened = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-ago);
            return new Candle(assetId, "ccxt_binance", Timeframe.D1, opened, close, close + 1, close - 1, close, 1);
        }),
    ];

    public Task<ImmutableArray<Candle>> GetDailyAsync(string assetId, DateTimeOffset from, CancellationToken cancellationToken) =>
        Task.FromResult(Daily.TryGetValue(assetId, out var candles)
            ? [.. candles.Where(candle => candle.OpenTime >= from)]
            : ImmutableArray<Candle>.Empty);

    public Task<ImmutableArray<StoredPrice>> GetLastPricesAsync(
        IReadOnlyCollection<string> assetIds, IReadOnlyCollection<DateTimeOffset> instants, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<StoredPrice>>(
        [
            .. from assetId in assetIds
               from instant in instants
               let last = Daily.GetValueOrDefault(assetId, []).LastOrDefault(candle =>
                   candle.OpenTime.AddDays(1) <= instant && candle.OpenTime > instant.AddDays(-StoredPrice.DaysBack))
               where last is not null
               select new StoredPrice(assetId, instant, last.Close, last.OpenTime.AddDays(1), last.SourceId),
        ]);

    public Task<ImmutableArray<PastPrices>> GetPastPricesAsync(
        IReadOnlyCollection<string> assetIds, IReadOnlyCollection<DateTimeOffset> instants, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<PastPrices>>(
        [
            .. from assetId in assetIds
               from instant in instants
               let last = Daily.GetValueOrDefault(assetId, []).LastOrDefault(candle =>
                   candle.OpenTime.AddDays(1) <= instant && candle.OpenTime > instant.AddDays(-StoredPrice.DaysBack))
               let close = last is null ? null : new LastClose(last.Close, last.OpenTime.AddDays(1), last.SourceId)
               select new PastPrices(assetId, instant, close,
               [
                   .. Quotes.GetValueOrDefault(assetId, []).Where(quote =>
                       quote.At <= instant && quote.At > instant.AddDays(-StoredPrice.DaysBack)),
               ]),
        ]);

    /// <summary>The economic calendar.</summary>
    public ConcurrentBag<EconomicEvent> Events { get; } = [];

    public Task<(ImmutableArray<EconomicEvent> Events, ImmutableDictionary<string, DateTimeOffset> Ends)> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => Task.FromResult((
            Events.Where(one => one.At >= from && one.At < until).OrderBy(one => one.At).ToImmutableArray(),
            Events.GroupBy(one => one.SourceId, StringComparer.Ordinal)
                .ToImmutableDictionary(calendar => calendar.Key, calendar => calendar.Max(one => one.At), StringComparer.Ordinal)));

    public Task SaveAsync(RiskModelView model, Func<string, string> classOf, CancellationToken cancellationToken)
    {
        if (model.AsOf is { } asOf)
        {
            Matrices[asOf] = model;
        }

        return Task.CompletedTask;
    }
}
