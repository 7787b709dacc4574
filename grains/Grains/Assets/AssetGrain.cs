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
internal sealed class AssetGrain(
    [PersistentState(StateNames.Asset)] IPersistentState<AssetState> storage,
    AssetsConfiguration configuration,
    IRegistryStore registry,
    AssetAudit audit,
    QuoteJudge quotes,
    TimeProvider clock) : Grain, IAssetGrain, IAssetInnerGrain, IEdited
{
    private readonly Stored<AssetState> _state = new(storage);

    private string AssetId => Keys.IdOf(this.GetPrimaryKeyString());

    public string Version => EditVersion.Of(View());

    public Task<AssetView> GetAsync() => Task.FromResult(View());

    public async Task ConfigureAsync(AssetDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != AssetId)
        {
            throw new InvalidRequestException($"The definition of asset '{definition.Id}' was sent to asset '{AssetId}'.");
        }

        var flag = EnabledFlag.Configure(_state.Value.Flag, definition.Enabled, clock.GetUtcNow());
        await WriteIfChangedAsync(_state.Value with { Definition = definition, Flag = flag });
        await RegisterAsync();
    }

    public async Task<AssetView> SetEnabledAsync(bool enabled, string by)
    {
        var (asset, flag) = Known();
        AssetRules.RequireTraded(asset);
        var next = EnabledFlag.Set(flag, enabled, by, clock.GetUtcNow());
        await audit.RecordAsync(asset, flag, next);
        await WriteIfChangedAsync(_state.Value with { Flag = next });
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
        var priced = request with { Price = request.Price ?? _state.Value.LastQuote?.Mid };
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
        var next = AssetRules.AcceptQuote(_state.Value, AssetId);
        await audit.QuoteAcceptedAsync(asset, next.LastQuote!, by, reason, clock.GetUtcNow()); // it is what was accepted
        await WriteIfChangedAsync(next);
        return View();
    }

    public async Task RecordQuoteAsync(Quote quote, string dataset)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentException.ThrowIfNullOrEmpty(dataset);
        Known();
        var (next, begun) = await quotes.TakeAsync(_state.Value, AssetId, quote, dataset, clock.GetUtcNow());
        await WriteIfChangedAsync(next);
        quotes.Told(AssetId, begun);
    }

    public Task RecordFreshnessAsync(SourceFreshness freshness)
    {
        ArgumentNullException.ThrowIfNull(freshness);
        Known();
        return WriteIfChangedAsync(AssetRules.TakeFreshness(_state.Value, freshness));
    }

    public Task RecordSentimentAsync(SentimentSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Known();
        return WriteIfChangedAsync(FactRules.TakeSentiment(_state.Value, AssetId, snapshot));
    }

    public Task RecordEarningsAsync(string sourceId, ImmutableArray<DateOnly> dates)
    {
        Known();
        return WriteIfChangedAsync(FactRules.TakeEarnings(_state.Value, sourceId, dates, clock.GetUtcNow()));
    }

    public Task RecordWatchedPostsAsync(ImmutableArray<WatchedPost> posts)
    {
        Known();
        return WriteIfChangedAsync(FactRules.TakePosts(_state.Value, AssetId, posts, clock.GetUtcNow()));
    }

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

    private Task WriteIfChangedAsync(AssetState next) =>
        _state.Value == next ? Task.CompletedTask : _state.WriteAsync(next);

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
        var state = _state.Value;
        return new AssetView(definition, flag.Enabled, flag.By, flag.ChangedAt, state.LastQuote, state.Freshness, state.Facts,
            QuoteGate.Newest(state.Refused)?.Doubt);
    }

    private (AssetDefinition Definition, EnabledFlag Flag) Known() =>
        _state.Value is { Definition: { } definition, Flag: { } flag }
            ? (definition, flag)
            : throw UnknownId.Of("asset", AssetId, configuration.Assets.Select(known => known.Id));
}
