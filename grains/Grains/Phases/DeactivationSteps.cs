using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// How a phase ends: reduce-only at once, disabled once its assets are flat. Nothing is undone: that would widen what was just narrowed.
/// </summary>
internal sealed class DeactivationSteps : IPhaseSteps
{
    private readonly IGrainFactory _grains;
    private readonly PhaseEffects _effects;
    private readonly IAuditLog _journals;

    public DeactivationSteps(IGrainFactory grains, PhaseEffects effects, IAuditLog journals)
    {
        (_grains, _effects, _journals) = (grains, effects, journals);
        Steps =
        [
            new(PhaseStepNames.ReduceOnly, ReduceOnlyAsync),
            new(PhaseStepNames.AwaitFlat, AwaitFlatAsync),
            new(PhaseStepNames.DisableAssets, work => effects.SetAssetsAsync(work.Definition, enabled: false)),
            new(PhaseStepNames.DisableClasses, DisableClassesAsync),
            new(PhaseStepNames.StopFeeds, effects.PlanFeedsAsync),
            new(PhaseStepNames.Registry, work => effects.WriteRegistryAsync(work, PhaseStatus.Inactive)),
            new(PhaseStepNames.ConfigurationFile, WriteFileAsync),
        ];
    }

    public PhaseOperationKind Kind => PhaseOperationKind.Deactivate;

    public ImmutableArray<PhaseStep> Steps { get; }

    // A class that another phase needs keeps its mode: there the phase's own status stops new positions in its assets.
    private async Task<StepOutcome> ReduceOnlyAsync(PhaseWork work)
    {
        foreach (var classId in await _effects.OwnClassesAsync(work.Definition))
        {
            await _grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass(classId))
                .SetModeAsync(TradingMode.ReduceOnly, work.Definition.Id, work.Saga.Notes);
        }

        return StepOutcome.Ok;
    }

    // An approved order may still fill, so that what is reserved counts as held. Portfolios are those with a journal. Paper ones do not
    // count: no capital is in them, and they may go on before the phase is earned again. What one that cannot be read holds nobody knows.
    private async Task<StepOutcome> AwaitFlatAsync(PhaseWork work)
    {
        var ids = (await _journals.GetStreamsAsync(CancellationToken.None)).Select(stream => stream.Name)
            .Where(name => name.StartsWith(Keys.Portfolios, StringComparison.Ordinal)).Select(Keys.IdOf)
            .Where(id => !Keys.IsShadowPortfolio(id)).Append(work.Definition.Portfolio)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var (portfolios, unread) = await PortfolioReading.OfAsync(ids, _grains, CancellationToken.None);
        string[] open =
        [
            .. portfolios.Select(portfolio => OpenIn(portfolio, work.Definition.Assets)).OfType<string>(),
            .. unread.Select(one => $"portfolio {one.PortfolioId} cannot be read, and may hold some: {one.Fault}"),
        ];
        return open.Length == 0 ? StepOutcome.Ok : new StepOutcome.Wait(string.Join("; ", open));
    }

    private async Task<StepOutcome> DisableClassesAsync(PhaseWork work)
    {
        foreach (var classId in await _effects.OwnClassesAsync(work.Definition))
        {
            var grain = _grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass(classId));
            await grain.SetEnabledAsync(false, work.Definition.Id);
            await grain.SetModeAsync(TradingMode.Normal, work.Definition.Id, null);
        }

        return StepOutcome.Ok;
    }

    private async Task<StepOutcome> WriteFileAsync(PhaseWork work) =>
        await _effects.WriteFileAsync(work.Definition, await _effects.OwnClassesAsync(work.Definition), enabled: false);

    private static string? OpenIn(PortfolioView portfolio, IReadOnlyCollection<string> assets)
    {
        string[] parts =
        [
            .. Part($"open positions of portfolio {portfolio.Id}", portfolio.Positions
                .Where(held => assets.Contains(held.AssetId, StringComparer.Ordinal))
                .Select(held => FormattableString.Invariant($"{held.AssetId} {held.Quantity:#,0.########}"))),
            .. Part($"reserved by orders of portfolio {portfolio.Id}", (portfolio.Book?.Reservations ?? [])
                .Where(held => assets.Contains(held.AssetId, StringComparer.Ordinal))
                .Select(held => FormattableString.Invariant($"{held.AssetId} {held.SignedQuantity:#,0.########} ({held.ReservationId})"))),
        ];
        return parts.Length == 0 ? null : string.Join("; ", parts);
    }

    private static IEnumerable<string> Part(string what, IEnumerable<string> entries) =>
        string.Join(", ", entries) is { Length: > 0 } listed ? [$"{what}: {listed}"] : [];
}
