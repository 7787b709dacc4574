using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Assets;

/// <summary>One tradable asset. It calls class grains and conversion pairs and nothing above it, so that a phase may enable it
/// at any time.</summary>
/// <remarks>
/// Quotes and trades that a vendor pushes come each second; they are told at once and written now and then. A silo that is lost takes the
/// newest ten seconds of them with it, which only makes a price older, and the next quote comes soon. All else is written before it is
/// told.
/// </remarks>
internal sealed class AssetGrain(
    [PersistentState(StateNames.Asset)] IPersistentState<AssetState> storage,
    AssetsConfiguration configuration,
    IRegistryStore registry,
    AssetAudit audit,
    QuoteJudge quotes,
    TimeProvider clock) : Grain, IAssetGrain, IAssetInnerGrain, IEdited
{
    private readonly Stored<AssetState> _state = new(storage);

    /// <summary>What is known beyond what is written: newer quotes, and nothing else.</summary>
    private AssetState? _ahead;

    private long? _writtenAt;

    /// <summary>When a portfolio that holds it asked last. Nothing of it is stored: each asks every minute.</summary>
    private long? _holderAskedAt;

    /// <summary>What the last of them values it at.</summary>
    private HeldMark? _heldAt;

    private bool IsHeld => _holderAskedAt is { } at && clock.GetElapsedTime(at) < AssetRules.HeldFor;

    private string AssetId => Keys.IdOf(this.GetPrimaryKeyString());

    public string Version => EditVersion.Of(View());

    private AssetState State => _ahead ?? _state.Value;

    public Task<AssetView> GetAsync() => Task.FromResult(View());

    public async Task ConfigureAsync(AssetDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != AssetId)
        {
            throw new InvalidRequestException($"The definition of asset '{definition.Id}' was sent to asset '{AssetId}'.");
        }

        var flag = EnabledFlag.Configure(State.Flag, definition.Enabled, clock.GetUtcNow());
        await WriteIfChangedAsync(State with { Definition = definition, Flag = flag });
        await RegisterAsync();
    }

    public async Task<AssetView> SetEnabledAsync(bool enabled, string by)
    {
        var (asset, flag) = Known();
        AssetRules.RequireTraded(asset);
        var next = EnabledFlag.Set(flag, enabled, by, clock.GetUtcNow());
        await audit.RecordAsync(asset, flag, next);
        await WriteIfChangedAsync(State with { Flag = next });
        await RegisterAsync();
        return View();
    }

    public async Task<SizeAnswer> SizeAsync(SizeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (asset, flag) = Known();
        AssetRules.RequireTraded(asset);
        var classes = await Task.WhenAll(configuration.Classes.Select(ClassAsync)).WaitAsync(cancellationToken);
        var own = classes.FirstOrDefault(known => known.Definition.Id == asset.ClassId)
            ?? throw UnknownId.Of("asset class", asset.ClassId, configuration.Classes.Select(known => known.Id));
        // The asset's own class counts as enabled: the question is what a position in it may be.
        var othersEnabled = classes.Any(known => known.Enabled && known.Definition.Id != asset.ClassId);
        var priced = request with { Price = request.Price ?? State.LastQuote?.Mid };
        var limits = configuration.FindAsset(AssetId) ?? asset;
        var answer = SizingRules.Size(new SizingInput(priced, limits, own.Definition, configuration.Risk, othersEnabled)
        {
            Rates = await RatesAsync().WaitAsync(cancellationToken),
        });
        var classFlag = new EnabledFlag(own.Enabled, own.EnabledBy, own.EnabledChangedAt);
        var because = AssetRules.NotTradableBecause(asset, flag, classFlag);
        return answer with { Tradable = because is null, NotTradableBecause = because };
    }

    public async Task<AssetView> AcceptQuoteAsync(string by, string reason)
    {
        var (asset, _) = Known();
        var next = AssetRules.AcceptQuote(State, AssetId);
        await audit.QuoteAcceptedAsync(asset, next.LastQuote!, by, reason, clock.GetUtcNow()); // it is what was accepted
        await WriteIfChangedAsync(next);
        return View();
    }

    public async Task RecordQuoteAsync(Quote quote, string dataset)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentException.ThrowIfNullOrEmpty(dataset);
        Known();
        var (next, begun) = await quotes.TakeAsync(State, AssetId, quote, dataset, clock.GetUtcNow(), IsHeld ? _heldAt : null);
        await WriteNowOrThenAsync(next);
        quotes.Told(AssetId, begun);
    }

    public async Task<string?> RecordTradeAsync(MarketTrade trade)
    {
        ArgumentNullException.ThrowIfNull(trade);
        Known();
        var (next, doubt) = AssetRules.TakeTrade(State, AssetId, trade, configuration.QuoteLimitsOf(AssetId));
        await WriteNowOrThenAsync(next);
        return doubt;
    }

    public Task<Quote?> QuoteForHolderAsync()
    {
        Known();
        _holderAskedAt = clock.GetTimestamp();
        return Task.FromResult(State.LastQuote);
    }

    public async Task<Quote?> QuoteForMarkedAsync(HeldMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        Known();
        (_holderAskedAt, _heldAt) = (clock.GetTimestamp(), mark);
        var (next, begun) = quotes.TakeMark(State, AssetId, mark);
        if (begun is not null)
        {
            await WriteIfChangedAsync(next);
            quotes.Told(AssetId, begun);
        }

        return State.LastQuote;
    }

    public Task RecordFreshnessAsync(SourceFreshness freshness)
    {
        ArgumentNullException.ThrowIfNull(freshness);
        Known();
        return WriteIfChangedAsync(AssetRules.TakeFreshness(State, freshness));
    }

    public Task RecordSentimentAsync(SentimentSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Known();
        return WriteIfChangedAsync(FactRules.TakeSentiment(State, AssetId, snapshot));
    }

    public Task RecordEarningsAsync(string sourceId, ImmutableArray<DateOnly> dates)
    {
        Known();
        return WriteIfChangedAsync(FactRules.TakeEarnings(State, sourceId, dates, clock.GetUtcNow()));
    }

    public Task RecordWatchedPostsAsync(ImmutableArray<WatchedPost> posts)
    {
        Known();
        return WriteIfChangedAsync(FactRules.TakePosts(State, AssetId, posts, clock.GetUtcNow()));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _ahead is { } ahead && reason.ReasonCode != DeactivationReasonCode.ApplicationError
            ? WriteIfChangedAsync(ahead)
            : Task.CompletedTask;

    // A pair never asks back: its own quote is all that it is asked for.
    private async Task<ExchangeRates> RatesAsync()
    {
        var pairs = Conversions.PairsOf(Conversions.QuoteCurrencyOf(AssetId)).Where(id => id != AssetId).ToArray();
        var known = pairs.Where(id => configuration.FindInstrument(id) is not null);
        var views = await Task.WhenAll(known.Select(id => GrainFactory.GetGrain<IAssetGrain>(Keys.Asset(id)).GetAsync()));
        var rates = Conversions.FindAll(
            [AssetId], new PortfolioBook(), id => Array.Find(views, view => view.Definition.Id == id)?.LastQuote, clock.GetUtcNow());
        return ConversionRate.Table([.. rates], Conversions.Currency.Code);
    }

    // Limits are those that the silo was started with, as for decisions.
    private async Task<AssetClassView> ClassAsync(AssetClassDefinition definition) =>
        await GrainFactory.GetGrain<IAssetClassGrain>(Keys.AssetClass(definition.Id)).GetAsync() with { Definition = definition };

    // What a vendor pushes comes each second.
    private async Task WriteNowOrThenAsync(AssetState next)
    {
        if (AssetRules.MayWait(_state.Value, next) && _writtenAt is { } at && clock.GetElapsedTime(at) < AssetRules.QuotesWrittenEvery)
        {
            _ahead = next;
        }
        else
        {
            await WriteIfChangedAsync(next);
        }
    }

    private async Task WriteIfChangedAsync(AssetState next)
    {
        if (_state.Value != next)
        {
            await _state.WriteAsync(next);
            _writtenAt = clock.GetTimestamp();
        }

        _ahead = null;
    }

    // Also where nothing changed: it heals a registry row that an earlier failure left behind.
    private Task RegisterAsync()
    {
        var (definition, flag) = Known();
        return definition.ClassId == ConversionPair.ClassId
            ? Task.CompletedTask // the registry is of what may be traded
            : registry.UpsertAssetAsync(definition, flag.Enabled, CancellationToken.None);
    }

    private AssetView View()
    {
        var (definition, flag) = Known();
        var state = State;
        return new AssetView(definition, flag.Enabled, flag.By, flag.ChangedAt, state.LastQuote, state.Freshness, state.Facts,
            QuoteGate.Newest(state.Refused)?.Doubt, IsHeld, state.LastTrade);
    }

    private (AssetDefinition Definition, EnabledFlag Flag) Known() =>
        State is { Definition: { } definition, Flag: { } flag }
            ? (definition, flag)
            : throw UnknownId.Of("asset", AssetId, configuration.Assets.Select(known => known.Id));
}
