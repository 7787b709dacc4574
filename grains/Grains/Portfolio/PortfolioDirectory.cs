using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Finds the portfolios that there are.</summary>
internal sealed class PortfolioDirectory(IAuditLog journals, AssetsConfiguration configuration)
{
    /// <summary>Those that are traded, by name.</summary>
    public async Task<ImmutableArray<string>> ListAsync(CancellationToken cancellationToken = default) => PortfolioNames.Live(
        configuration.PortfolioIds, (await journals.GetStreamsAsync(cancellationToken)).Select(stream => stream.Name));

    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task RequireAsync(string portfolioId, CancellationToken cancellationToken = default)
    {
        if (PortfolioNames.IsKnown(portfolioId, configuration.PortfolioIds))
        {
            return; // as most are: nothing is read for them
        }

        var live = await ListAsync(cancellationToken);
        if (!PortfolioNames.IsKnown(portfolioId, live))
        {
            throw PortfolioNames.Unknown(portfolioId, live);
        }
    }
}
