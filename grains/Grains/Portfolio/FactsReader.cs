using System.Collections.Immutable;
using OrleansAssets.Accounts;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Grains.Access;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Asks other grains and the database for what a decision needs. It changes nothing, so it runs before the command is queued.
/// </summary>
internal sealed class FactsReader(
    string portfolioId, IGrainFactory grains, AssetsConfiguration configuration, IPortfolioJournal journal, IImportedFillStore imports,
    TimeProvider clock)
{
    private readonly FactCalls _calls = new(clock);
    private Task<ImmutableArray<AccountHalt>>? _account;
    private readonly IdFilter _ids = new(max => journal.ReadIdsAsync(portfolioId, max, CancellationToken.None));
    private readonly IdFilter _adopted = new(async max =>
        [.. (await imports.ReadAdoptedIdsAsync(portfolioId, max, CancellationToken.None)).Select(id => (JournalKinds.Fill, id))]);

    private int _adoptions;

    public async Task<OrderFacts> ReadAsync(OrderRequest order, PortfolioBook book, CancellationToken cancellationToken)
    {
        var definition = configuration.FindAsset(order.AssetId);

        // All are asked at once: the decision waits as long as for the slowest of them. The mark of what is held is told first, so that a
        // first quote that contradicts it is no price of the decision.
        var held = book.Positions.GetValueOrDefault(order.AssetId) is { Unmarked: false } position
            ? QuoteOfHeldAsync(position)
            : Task.FromResult<Quote?>(null);
        var asset = definition is null ? Task.FromResult<AssetView?>(null) : FindAssetAsync(definition);
        var classes = Task.WhenAll(configuration.Classes.Select(ClassAsync));
        var phase = PhaseAsync(definition);
        var riskModel = _calls.AskAsync("the risk model", grains.GetGrain<IRiskModelGrain>(Keys.RiskModel).GetAsync);
        var quotes = QuotesAsync(book, [], definition?.Id);
        var known = FindAsync(JournalKinds.Order, order.ClientOrderId, book.Orders, cancellationToken);
        var account = AccountHaltsAsync();
        await Task.WhenAll(asset, classes, phase, riskModel, quotes, known, account, held).WaitAsync(cancellationToken);
        var isHeldBack = await held is null && book.Positions.GetValueOrDefault(order.AssetId) is { Unmarked: false };
        return new OrderFacts(
            await asset,
            definition is null ? await quotes : (await quotes).SetItem(definition.Id, isHeldBack ? null : (await asset)?.LastQuote),
            [.. (await classes).Select(PreTradeClass.Of).OrderBy(one => one.Id, StringComparer.Ordinal)],
            await phase,
            await riskModel,
            await known,
            book.Head.Sequence)
        {
            AccountHalts = await account,
        };
    }

    /// <summary>The account's halts, which a portfolio may not have been told yet; none on paper, which they do not reach.</summary>
    /// <remarks>
    /// Orders that come at once share one question. A halt that was answered has been told to the portfolio; this finds the one whose
    /// telling was broken off, and for that an answer that was on its way is new enough.
    /// </remarks>
    public Task<ImmutableArray<AccountHalt>> AccountHaltsAsync()
    {
        if (Keys.IsShadowPortfolio(portfolioId))
        {
            return Task.FromResult(ImmutableArray<AccountHalt>.Empty);
        }

        if (_account is not { IsCompleted: false })
        {
            _account = _calls.AskAsync("the account", grains.GetGrain<IAccountInnerGrain>(Keys.Account).GetHaltsAsync);
        }

        return _account;
    }

    /// <summary>Whose word still counts.</summary>
    /// <param name="isWaiting">Whether a word waits at all: only then anybody is asked.</param>
    public Task<WordStanding> StandingAsync(bool isWaiting) => isWaiting
        ? _calls.AskAsync("the tokens", () => grains.StandingAsync(isWaiting, clock.GetUtcNow()))
        : Task.FromResult(WordStanding.All);

    /// <summary>The newest quotes of what is held and of other assets, and of the currencies that they are priced in.</summary>
    public Task<ImmutableDictionary<string, Quote?>> QuotesAsync(PortfolioBook book, IEnumerable<string>? others = null) =>
        QuotesAsync(book, others ?? [], more: null);

    // One asset more is read for itself: only its currency's quotes are asked for.
    private async Task<ImmutableDictionary<string, Quote?>> QuotesAsync(PortfolioBook book, IEnumerable<string> others, string? more)
    {
        var assets = book.Positions.Keys.Concat(others);
        var priced = (more is null ? assets : assets.Append(more)).ToArray();
        var pairs = priced.Select(Conversions.QuoteCurrencyOf).Distinct().SelectMany(currency => Conversions.PairsOf(currency));
        var ids = priced.Concat(pairs).Where(id => id != more).Distinct(StringComparer.Ordinal).ToArray();
        var quotes = await Task.WhenAll(ids.Select(async id => KeyValuePair.Create(
            id, await (book.Positions.GetValueOrDefault(id) is { } held ? QuoteOfHeldAsync(held) : QuoteAsync(id)))));
        return quotes.ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>The newest quote of an asset; null for none.</summary>
    public async Task<Quote?> QuoteOfAsync(string? assetId) => assetId is null ? null : await QuoteAsync(assetId);

    /// <summary>What a fill needs: its id, and the newest quotes of its asset and of the pairs that convert its currencies.</summary>
    public async Task<IdFacts> ReadAsync(Fill fill, PortfolioBook book)
    {
        var known = await FindAsync(JournalKinds.Fill, fill.FillId, book.Fills, CancellationToken.None);
        Currency[] currencies =
        [
            fill.Currency is { } paid ? new Currency(paid) : Conversions.Currency, Conversions.QuoteCurrencyOf(fill.AssetId),
            fill.FeeCurrency is { } charged ? new Currency(charged) : Conversions.Currency,
        ];
        var adoptions = _adoptions;
        var adopted = known is null ? await FindAdoptedAsync(fill.FillId, book) : null;
        var quotes = await QuotesOfAsync(currencies);
        return new IdFacts(
            known, book.Head.Sequence,
            quotes.ContainsKey(fill.AssetId) ? quotes : quotes.SetItem(fill.AssetId, await QuoteAsync(fill.AssetId)))
        {
            Adopted = adopted, Adoptions = adoptions,
        };
    }

    /// <summary>
    /// The fill of an import that the book began with; null for any other id. Only a book that took an import has some, and the filter
    /// tells of most ids that they are none of them.
    /// </summary>
    public async Task<ImportedFill?> FindAdoptedAsync(string fillId, PortfolioBook book) =>
        book.Imported is not null && book.Fills.Find(fillId) is null
            && _adopted.MayBeKnown(JournalKinds.Fill, fillId, isForgetting: true)
            ? await imports.FindAdoptedAsync(portfolioId, fillId, CancellationToken.None)
            : null;

    /// <summary>The book begins with more fills of imports.</summary>
    public void ReadAdoptedAgain()
    {
        _adoptions++;
        _adopted.ReadAgain();
    }

    /// <summary>Whether the book began with an import after facts were read.</summary>
    public bool HasOutrun(IdFacts read) => read.Adoptions != _adoptions;

    /// <summary>What an event needs: its id, and the newest quotes of its asset and of the pairs that convert its currency.</summary>
    public async Task<IdFacts> ReadAsync(BookEvent one, PortfolioBook book)
    {
        var known = await FindAsync(JournalKinds.Event, one.EventId, book.Events, CancellationToken.None);
        var quotes = await QuotesOfAsync([BookEventRecorded.CurrencyOf(one)]);
        if (one.NewAssetId is { } next && configuration.FindInstrument(next) is not null)
        {
            quotes = quotes.SetItem(next, await QuoteAsync(next));
        }

        if (one.AssetId is not { } id || configuration.FindInstrument(id) is null)
        {
            return new IdFacts(known, book.Head.Sequence, quotes);
        }

        var asset = await AssetAsync(id);
        return new IdFacts(known, book.Head.Sequence, quotes.SetItem(id, asset.LastQuote))
        {
            Market = asset.Doubt?.Quote is { } held && !(asset.LastQuote?.At > held.At) ? held : asset.LastQuote,
        };
    }

    /// <summary>What a correction needs, and what comes late: its id.</summary>
    /// <param name="kind">One of <see cref="JournalKinds"/>: of an event, a fill or a cash flow.</param>
    public async Task<IdFacts> ReadAsync(string kind, string id, PortfolioBook book) => new(
        await FindAsync(kind, id, Retelling.IdsOf(book, kind), CancellationToken.None),
        book.Head.Sequence,
        ImmutableDictionary<string, Quote?>.Empty);

    /// <summary>What a cash flow needs: its id.</summary>
    public async Task<IdFacts> ReadAsync(CashFlow flow, PortfolioBook book) => new(
        await FindAsync(JournalKinds.Flow, flow.FlowId, book.CashFlows, CancellationToken.None),
        book.Head.Sequence,
        ImmutableDictionary<string, Quote?>.Empty);

    /// <summary>The newest quotes of the pairs that convert currencies.</summary>
    public async Task<ImmutableDictionary<string, Quote?>> QuotesOfAsync(IEnumerable<Currency> currencies)
    {
        var ids = currencies.SelectMany(currency => Conversions.PairsOf(currency).Concat(FillFees.PairsOf(currency)))
            .Distinct(StringComparer.Ordinal);
        var quotes = await Task.WhenAll(ids.Select(async id => KeyValuePair.Create(id, await QuoteAsync(id))));
        return quotes.ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>What the database knows of an id, asked only where the book has forgotten some and the id is not new for sure.</summary>
    private async Task<JournalId?> FindAsync(string kind, string id, RecentIds recent, CancellationToken cancellationToken)
    {
        var isForgetting = recent.ForgottenUntil > 0;
        var mayBeKnown = _ids.MayBeKnown(kind, id, isForgetting);
        return isForgetting && mayBeKnown && recent.Find(id) is null
            ? await journal.FindIdAsync(portfolioId, kind, id, cancellationToken)
            : null;
    }

    /// <summary>The book is read anew: others may have written.</summary>
    public void ReadIdsAgain()
    {
        _ids.ReadAgain();
        _adopted.ReadAgain();
    }

    /// <summary>Likewise of one that is held, which the asset notes: its quotes come before others'.</summary>
    private async Task<Quote?> QuoteOfHeldAsync(BookPosition held)
    {
        if (configuration.FindInstrument(held.AssetId) is null)
        {
            return null;
        }

        // What an import brought and nothing has marked is worth what its first quote says.
        var asset = grains.GetGrain<IAssetInnerGrain>(Keys.Asset(held.AssetId));
        return await _calls.AskAsync($"asset {held.AssetId}", () => held.Unmarked
            ? asset.QuoteForHolderAsync()
            : asset.QuoteForMarkedAsync(new HeldMark(held.MarkPrice, held.MarkedAt, portfolioId)));
    }

    private async Task<Quote?> QuoteAsync(string assetId) =>
        configuration.FindInstrument(assetId) is not null ? (await AssetAsync(assetId)).LastQuote : null;

    // Grains tell what changes while a silo runs (flags, modes, quotes, facts). Limits are those of the configuration that the decision
    // names by its hash: no call can change them.
    private async Task<AssetView?> FindAssetAsync(AssetDefinition definition) =>
        await AssetAsync(definition.Id) with { Definition = definition };

    private async Task<AssetClassView> ClassAsync(AssetClassDefinition definition) =>
        await _calls.AskAsync($"class {definition.Id}", grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(definition.Id)).GetAsync)
            with { Definition = definition };

    private async Task<PreTradePhase?> PhaseAsync(AssetDefinition? asset)
    {
        if (asset is null || configuration.FindPhase(asset.PhaseId) is not { } phase)
        {
            return null;
        }

        var view = await _calls.AskAsync($"phase {phase.Id}", grains.GetGrain<IPhaseGrain>(Keys.Phase(phase.Id)).GetAsync);
        return PreTradePhase.Of(view with { Definition = phase }, clock.GetUtcNow());
    }

    private Task<AssetView> AssetAsync(string assetId) =>
        _calls.AskAsync($"asset {assetId}", grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).GetAsync);
}

/// <summary>What was asked of others before a fill, a cash flow or an event is taken.</summary>
/// <param name="Known">What the database knows of its id.</param>
/// <param name="KnownUntil">Number of the last event when it was asked.</param>
/// <param name="Quotes">The newest quotes of the currencies that are needed; null for none.</param>
internal sealed record IdFacts(JournalId? Known, long KnownUntil, ImmutableDictionary<string, Quote?> Quotes)
{
    /// <summary>Of an event's asset: the newest quote, whether it is believed or not.</summary>
    public Quote? Market { get; init; }

    /// <summary>Of a fill: what came under its id by an import that the book began with; null for nothing.</summary>
    public ImportedFill? Adopted { get; init; }

    /// <summary>How many imports the book had begun with when it was asked, in this activation.</summary>
    public int Adoptions { get; init; }

    public Quote? QuoteOf(string assetId) => Quotes.GetValueOrDefault(assetId);
}
