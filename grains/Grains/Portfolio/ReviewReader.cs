using System.Collections.Immutable;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Gathers what a review of a book needs. It changes nothing: marks are taken on a draft that is thrown away.</summary>
internal sealed class ReviewReader(string portfolioId, IGrainFactory grains, FactsReader facts, BookContext context, TimeProvider clock)
{
    public async Task<ReviewInput> ReadAsync(PortfolioBook written, CancellationToken cancellationToken)
    {
        var configuration = context.Configuration;
        var quotes = await facts.QuotesAsync(written).WaitAsync(cancellationToken);
        var classes = await Task.WhenAll(configuration.Classes.Select(known =>
            grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(known.Id)).GetAsync())).WaitAsync(cancellationToken);
        var model = await grains.GetGrain<IRiskModelGrain>(Keys.RiskModel).GetAsync().WaitAsync(cancellationToken);
        var draft = new BookDraft(portfolioId, written, clock.GetUtcNow());
        BookCommands.Begin(draft, context, MarkRules.Of(draft.Book, id => quotes.GetValueOrDefault(id), draft.Now));
        var book = draft.Book.ToPreTrade(draft.Now);
        var ids = book.Positions.Select(held => held.AssetId).Concat(book.Reservations.Select(held => held.AssetId))
            .ToHashSet(StringComparer.Ordinal);
        return new ReviewInput(
            portfolioId,
            book,
            [.. configuration.Assets.Where(asset => ids.Contains(asset.Id))],
            [.. classes.Select(PreTradeClass.Of)],
            model.For(ids),
            configuration.Risk,
            [.. Conversions.FindAll(ids, draft.Book, id => quotes.GetValueOrDefault(id), draft.Now)]);
    }
}
