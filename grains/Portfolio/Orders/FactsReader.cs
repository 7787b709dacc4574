using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Portfolio.Accounting;
using OrleansAssets.Grains.Portfolio.Journal;
using OrleansAssets.Grains.Portfolio.Vetting;
using OrleansAssets.Grains.Storage;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Grains.Portfolio.Orders;

/// <summary>Asks other grains and the database for what a decision needs. It changes nothing, so it runs before the command is queued.</summary>
internal sealed class FactsReader(string portfolioId, IGrainFactory grains, AssetsConfiguration configuration, IPortfolioJournal journal)
{
    public async Task<OrderFacts> ReadAsync(OrderRequest order, PortfolioBook book)
    {
        var definition = configuration.Assets.FirstOrDefault(asset => asset.Id == order.AssetId);
        var asset = definition is null ? null : await Asset(definition.Id).GetAsync();
        var classes = Task.WhenAll(configuration.Classes.Select(known =>
            grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(known.Id)).GetAsync()));
        var phase = definition is null || configuration.Phases.All(known => known.Id != definition.PhaseId)
            ? null
            : await grains.GetGrain<IPhaseGrain>(Keys.Phase(definition.PhaseId)).GetAsync();
        var quotes = await QuotesAsync(book, definition?.Id, asset?.LastQuote);
        var known = await FindAsync(JournalKinds.Order, order.ClientOrderId, book.Orders);
        return new OrderFacts(
            asset,
            quotes,
            [.. (await classes).Select(ClassFigures.Of).OrderBy(one => one.Id, StringComparer.Ordinal)],
            phase is null ? null : PhaseFigures.Of(phase),
            await grains.GetGrain<IRiskModelGrain>(Keys.RiskModel).GetAsync(),
            known,
            book.Head.Sequence);
    }

    /// <summary>The newest quotes of what is held, of one asset more, and of the currencies that they are priced in.</summary>
    public async Task<ImmutableDictionary<string, Quote?>> QuotesAsync(PortfolioBook book, string? more = null, Quote? moreQuote = null)
    {
        var priced = more is null ? book.Positions.Keys : book.Positions.Keys.Append(more);
        var pairs = priced.Select(Conversions.QuoteCurrencyOf).Where(currency => !Conversions.IsDollar(currency))
            .Distinct(StringComparer.Ordinal).SelectMany(currency => Conversions.PairsOf(currency));
        var ids = priced.Concat(pairs).Where(id => id != more).Distinct(StringComparer.Ordinal).ToArray();
        var quotes = await Task.WhenAll(ids.Select(async id => KeyValuePair.Create(id, await QuoteAsync(id))));
        var found = quotes.ToImmutableDictionary(StringComparer.Ordinal);
        return more is null ? found : found.SetItem(more, moreQuote);
    }

    /// <summary>The newest quotes of the pairs that convert a fill's currencies.</summary>
    public async Task<ImmutableDictionary<string, Quote?>> QuotesOfFillAsync(Fill fill)
    {
        var currencies = new[] { fill.Currency ?? Conversions.Currency, Conversions.QuoteCurrencyOf(fill.AssetId) };
        var ids = currencies.Where(currency => !Conversions.IsDollar(currency)).SelectMany(currency => Conversions.PairsOf(currency))
            .Distinct(StringComparer.Ordinal);
        var quotes = await Task.WhenAll(ids.Select(async id => KeyValuePair.Create(id, await QuoteAsync(id))));
        return quotes.ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>What the database knows of an id, asked only where the book has forgotten some.</summary>
    public async Task<JournalId?> FindAsync(string kind, string id, RecentIds recent) =>
        recent.ForgottenUntil == 0 || recent.Find(id) is not null ? null
        : await journal.FindIdAsync(portfolioId, kind, id, CancellationToken.None);

    private async Task<Quote?> QuoteAsync(string assetId) =>
        configuration.Assets.Any(asset => asset.Id == assetId) ? (await Asset(assetId).GetAsync()).LastQuote : null;

    private IAssetGrain Asset(string assetId) => grains.GetGrain<IAssetGrain>(Keys.Asset(assetId));
}
