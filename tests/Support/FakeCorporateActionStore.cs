using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Corporate actions by natural key, as the table keeps them.</summary>
internal sealed class FakeCorporateActionStore : ICorporateActionStore
{
    private readonly ConcurrentDictionary<(string Asset, string Source, CorporateActionKind Kind, DateOnly On), CorporateActionView>
        _rows = [];

    private readonly ConcurrentDictionary<(string Asset, CorporateActionKind Kind, DateOnly On), SettledAction> _settled = [];

    /// <summary>Whether settling fails, as when the database is lost.</summary>
    public bool SettlingFails { get; set; }

    public Task<ImportCounts> UpsertAsync(
        IReadOnlyCollection<CorporateAction> actions, Func<string, string> classOf, DateTimeOffset knownAt,
        CancellationToken cancellationToken)
    {
        var (inserted, updated) = (0, 0);
        foreach (var action in actions)
        {
            var key = (action.AssetId, action.SourceId, action.Kind, action.EffectiveOn);
            var isKnown = _rows.TryGetValue(key, out var known);
            inserted += isKnown ? 0 : 1;
            updated += isKnown && (known!.Action != action || known.WithdrawnAt is not null) ? 1 : 0; // it is known
            _rows[key] = new CorporateActionView(action, classOf(action.AssetId), known?.KnownAt ?? knownAt, WithdrawnAt: null);
        }

        return Task.FromResult(new ImportCounts(inserted, updated, actions.Count - inserted - updated));
    }

    public Task<int> WithdrawAsync(
        string sourceId, ImmutableArray<CorporateActionKind> kinds, IReadOnlyCollection<CorporateAction> told,
        IReadOnlyCollection<string> unsure, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = told.Select(action => (action.AssetId, action.SourceId, action.Kind, action.EffectiveOn)).ToHashSet();
        var gone = _rows.Where(row => row.Key.Source == sourceId && kinds.Contains(row.Key.Kind) && row.Key.On > today
            && row.Value.WithdrawnAt is null && !unsure.Contains(row.Key.Asset) && !keys.Contains(row.Key)).ToList();
        gone.ForEach(row => _rows[row.Key] = row.Value with { WithdrawnAt = now });
        return Task.FromResult(gone.Count);
    }

    public Task<ImmutableArray<CorporateActionView>> ListAsync(string? assetId, DateOnly from, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.Values.Where(row => (assetId is null || row.Action.AssetId == assetId) && row.Action.EffectiveOn >= from)
            .OrderBy(row => row.Action.EffectiveOn).ThenBy(row => row.Action.AssetId, StringComparer.Ordinal)
            .ThenBy(row => row.Action.Kind).ThenBy(row => row.Action.SourceId, StringComparer.Ordinal)
            .Select(row => row with { Settled = _settled.GetValueOrDefault(KeyOf(row.Action)) }).ToImmutableArray());

    public Task<bool> HasDueAsync(string? assetId, DateOnly today, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.Values.Any(row => (assetId is null || row.Action.AssetId == assetId) && row.Action.EffectiveOn <= today
            && row.WithdrawnAt is null && !_settled.ContainsKey(KeyOf(row.Action))));

    public Task SettleAsync(SettledAction settled, CancellationToken cancellationToken)
    {
        if (SettlingFails)
        {
            throw new IOException("the connection to the database was lost");
        }

        _settled.TryAdd((settled.AssetId, settled.Kind, settled.EffectiveOn), settled);
        return Task.CompletedTask;
    }

    public Task TakeBackAsync(SettledAction settled, ReversedAction reversed, CancellationToken cancellationToken)
    {
        var key = (settled.AssetId, settled.Kind, settled.EffectiveOn);
        _settled[key] = settled with
        {
            Portfolios = settled.Portfolios.Remove(reversed.PortfolioId), TakenBack = settled.TakenBack.Add(reversed.PortfolioId),
        };
        return Task.CompletedTask;
    }

    public Task<DateOnly?> LastSplitAsync(string assetId, DateOnly until, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.Values
            .Where(row => row.Action is { Kind: CorporateActionKind.Split } split && split.AssetId == assetId
                && split.EffectiveOn <= until && row.WithdrawnAt is null)
            .Select(row => (DateOnly?)row.Action.EffectiveOn).Max());

    private static (string Asset, CorporateActionKind Kind, DateOnly On) KeyOf(CorporateAction action) =>
        (action.AssetId, action.Kind, action.EffectiveOn);
}
