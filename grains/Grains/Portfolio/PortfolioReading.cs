using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Orleans;
using OrleansAssets.Catalogue;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Portfolios as they stand: one that cannot be read hides no other.</summary>
/// <param name="Views">Of those that answered.</param>
/// <param name="Unread">The others: nothing is decided there.</param>
internal sealed record PortfolioReading(ImmutableArray<PortfolioView> Views, ImmutableArray<PortfolioGlance> Unread)
{
    /// <summary>Every portfolio that is traded.</summary>
    /// <exception cref="Exception">No portfolio could be read: it is not the portfolios then.</exception>
    public static async Task<PortfolioReading> OfAllAsync(
        PortfolioDirectory portfolios, IGrainFactory grains, CancellationToken cancellationToken) =>
        await OfAsync(await portfolios.ListAsync(cancellationToken), grains, cancellationToken);

    /// <exception cref="Exception">None of them could be read: it is not the portfolios then.</exception>
    public static async Task<PortfolioReading> OfAsync(
        IEnumerable<string> ids, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(ids.Select(id => OfAsync(grains, id))).WaitAsync(cancellationToken);
        var faults = read.Select(one => one.Fault).OfType<Exception>().ToArray();
        if (faults.Length > 0 && faults.Length == read.Length)
        {
            ExceptionDispatchInfo.Throw(faults[0]);
        }

        return new PortfolioReading(
            [.. read.Select(one => one.View).OfType<PortfolioView>()],
            [
                .. from one in read
                   where one.Fault is not null
                   select new PortfolioGlance(one.Id, null, TradingMode.Halted, [], []) { Fault = one.Fault.Message },
            ]);
    }

    private static async Task<(string Id, PortfolioView? View, Exception? Fault)> OfAsync(IGrainFactory grains, string id)
    {
        try
        {
            return (id, await grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(id)).GetAsync(), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return (id, null, fault);
        }
    }
}
