using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Performance;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using Measured = OrleansAssets.Portfolio.Performance;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>One portfolio: the one writer of its ledger. It calls no other grain.</summary>
internal sealed class PortfolioGrain(
    [PersistentState(StateNames.Portfolio)] IPersistentState<PortfolioState> storage,
    AssetsConfiguration configuration,
    ILedgerStore ledger,
    IImportStore imports,
    TimeProvider clock) : Grain, IPortfolioGrain
{
    private readonly Stored<PortfolioState> _state = new(storage);

    private string PortfolioId => Keys.IdOf(this.GetPrimaryKeyString());

    public async Task<PortfolioView> GetAsync()
    {
        await RefreshIfOutdatedAsync();
        return PortfolioRules.View(PortfolioId, _state.Value);
    }

    public async Task<ImportCounts> TakeImportAsync(Guid importId, ImportKind kind)
    {
        if (kind is not (ImportKind.Trades or ImportKind.Equity))
        {
            throw new InvalidRequestException($"A portfolio takes trades and equity, not {kind}.");
        }

        await _state.WriteAsync(_state.Value with { Outdated = true });
        var counts = await imports.PublishAsync(importId, kind, PortfolioId, CancellationToken.None);
        await RefreshIfOutdatedAsync();
        return counts;
    }

    public async Task<Measured> GetPerformanceAsync(int windowDays, string? classId)
    {
        if (windowDays is < 1 or > PerformanceRules.WindowDaysMax)
        {
            throw new InvalidRequestException($"The window is {windowDays} days; give 1 to {PerformanceRules.WindowDaysMax}.");
        }

        if (classId is not null && configuration.Classes.All(known => known.Id != classId))
        {
            throw UnknownId.Of("asset class", classId, configuration.Classes.Select(known => known.Id));
        }

        return PerformanceRules.Measure(await ReadAsync(windowDays, classId));
    }

    private async Task<PerformanceRecord> ReadAsync(int windowDays, string? classId)
    {
        var yesterday = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        // The store leads every answer with the last point before the range: asked for yesterday alone, it tells the newest finished day.
        var newest = await ledger.GetEquityAsync(PortfolioId, yesterday, yesterday, CancellationToken.None);
        var until = newest.IsEmpty ? yesterday : newest[^1].Day;
        var from = until.AddDays(1 - windowDays);
        var equity = newest.IsEmpty ? [] : await ledger.GetEquityAsync(PortfolioId, from, until, CancellationToken.None);
        var trades = await ledger.GetClosedTradesAsync(PortfolioId, StartOf(from), StartOf(until.AddDays(1)), CancellationToken.None);
        return new PerformanceRecord(
            windowDays, classId, from, equity, [.. trades.Select(trade => TradeResult.Of(trade, ClassOf(trade.AssetId)))]);
    }

    private async Task RefreshIfOutdatedAsync()
    {
        if (!_state.Value.Outdated)
        {
            return;
        }

        var totals = await ledger.GetTotalsAsync(PortfolioId, CancellationToken.None);
        var open = await ledger.GetOpenTradesAsync(PortfolioId, CancellationToken.None);
        await _state.WriteAsync(PortfolioRules.Take(totals, open, ClassOf));
    }

    private string? ClassOf(string assetId) => configuration.Assets.FirstOrDefault(asset => asset.Id == assetId)?.ClassId;

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
