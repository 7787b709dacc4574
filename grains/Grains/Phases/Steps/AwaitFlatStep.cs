using OrleansAssets.Domain.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>
/// Waits until no portfolio holds an asset of the phase or has one reserved: an approved order may still fill. Portfolios are those with a
/// journal. Paper ones do not count: no capital is in them, and they may go on before the phase is earned again.
/// </summary>
internal sealed class AwaitFlatStep(IAuditLog journals) : IPhaseStep
{
    public string Name => StepNames.AwaitFlat;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        var keys = (await journals.GetStreamsAsync(CancellationToken.None)).Select(stream => stream.Name)
            .Where(name => name.StartsWith(Keys.Portfolios, StringComparison.Ordinal) && !Keys.IsShadowPortfolio(Keys.IdOf(name)))
            .Append(Keys.Portfolio(context.Definition.Portfolio)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var portfolios = await Task.WhenAll(keys.Select(key => context.Grains.GetGrain<IPortfolioGrain>(key).GetAsync()));
        var open = portfolios.Select(portfolio => Open(portfolio, context.Definition.Assets)).OfType<string>().ToArray();
        return open.Length == 0 ? StepOutcome.Ok : new StepOutcome.Wait(string.Join("; ", open));
    }

    public Task<StepOutcome> UndoAsync(StepContext context) => Task.FromResult(StepOutcome.Ok);

    private static string? Open(PortfolioView portfolio, IReadOnlyCollection<string> assets)
    {
        string[] parts =
        [
            .. Part($"open positions of portfolio {portfolio.Id}", portfolio.Positions
                .Where(held => assets.Contains(held.AssetId, StringComparer.Ordinal))
                .Select(held => FormattableString.Invariant($"{held.AssetId} {held.Quantity:0.########}"))),
            .. Part($"reserved by orders of portfolio {portfolio.Id}", (portfolio.Book?.Reservations ?? [])
                .Where(held => assets.Contains(held.AssetId, StringComparer.Ordinal))
                .Select(held => FormattableString.Invariant($"{held.AssetId} {held.SignedQuantity:0.########} ({held.ReservationId})"))),
        ];
        return parts.Length == 0 ? null : string.Join("; ", parts);
    }

    private static IEnumerable<string> Part(string what, IEnumerable<string> entries) =>
        string.Join(", ", entries) is { Length: > 0 } listed ? [$"{what}: {listed}"] : [];
}
