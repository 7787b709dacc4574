using Orleans;
using Orleans.Runtime;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>One portfolio: the one writer of its ledger. It calls no other grain.</summary>
internal sealed class PortfolioGrain(
    [PersistentState(StateNames.Portfolio)] IPersistentState<PortfolioState> storage,
    AssetsConfiguration configuration,
    ILedgerStore ledger,
    IImportStore imports) : Grain, IPortfolioGrain
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
}
