using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Assets;

/// <summary>What happens to an asset's state.</summary>
public static class AssetRules
{
    /// <summary>Most sources times datasets that an asset keeps track of.</summary>
    public const int FreshnessMax = 64;

    /// <summary>How long an asset counts as held after a portfolio with it asked for its quote, which each does every minute.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(5);

    /// <summary>How often newer quotes are written, where they come more often.</summary>
    public static readonly TimeSpan QuotesWrittenEvery = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The state after a quote, by what <see cref="QuoteGate"/> makes of it. An older quote than the last changes nothing but when its
    /// source delivered.
    /// </summary>
    /// <param name="close">The last stored close; null where it was not asked, or there is none.</param>
    /// <param name="held">What a portfolio that holds it values it at; null where none does.</param>
    /// <returns>Also the quote, where it is the first of its source that is not believed.</returns>
    /// <exception cref="InvalidRequestException">The quote is another asset's.</exception>
    public static (AssetState Next, RefusedQuotes? Begun) TakeQuote(
        AssetState state, string assetId, Quote quote, string dataset, LastClose? close, QuoteRules rules, DateTimeOffset now,
        HeldMark? held = null)
    {
        if (quote.AssetId != assetId)
        {
            throw new InvalidRequestException($"A quote of '{quote.AssetId}' was sent to asset '{assetId}'.");
        }

        var next = TakeFreshness(state, new SourceFreshness(quote.SourceId, dataset, quote.At, now));
        var judged = QuoteGate.Judge(state.LastQuote, state.Refused, quote, close, rules, held);
        return (Judged(next, judged) with { UnprovenSince = UnprovenSince(state, judged, quote, rules) }, judged.Begun);
    }

    /// <summary>
    /// The state after a portfolio said what it values the asset at: a first quote that nothing vouches for and that is too far from it is
    /// held back from then on.
    /// </summary>
    public static (AssetState Next, RefusedQuotes? Begun) TakeMark(AssetState state, HeldMark held, QuoteRules rules)
    {
        if (state is not { LastQuote: { } quote, UnprovenSince: { } since }
            || QuoteGate.DoubtOf(quote, since, held, rules) is not { } doubt)
        {
            return (state, null);
        }

        return (state with
        {
            LastQuote = null,
            UnprovenSince = null,
            Refused = [.. state.Refused.Where(known => known.Last.SourceId != quote.SourceId), doubt],
        }, doubt);
    }

    /// <summary>The state after a trade of others: the newest that is believed. It prices nothing.</summary>
    /// <returns>Also why it is not believed, in words; null where it is.</returns>
    /// <exception cref="InvalidRequestException">The trade is another asset's.</exception>
    public static (AssetState Next, string? Doubt) TakeTrade(AssetState state, string assetId, MarketTrade trade, QuoteLimits limits)
    {
        if (trade.AssetId != assetId)
        {
            throw new InvalidRequestException($"A trade of '{trade.AssetId}' was sent to asset '{assetId}'.");
        }

        var doubt = TradeGate.DoubtOf(state.LastQuote, trade, limits);
        return doubt is null && (state.LastTrade is not { } last || TradeGate.IsNews(last, trade))
            ? (state with { LastTrade = trade }, null)
            : (state, doubt);
    }

    /// <summary>
    /// Whether a state after a quote or a trade may wait for the next write: what it knows beyond what is written is a newer trade, or a
    /// newer quote, believed or not as the one before was. A quote that begins to be held back, or explains one that was, is written at
    /// once: trading hangs on it.
    /// </summary>
    public static bool MayWait(AssetState written, AssetState next) => written.LastQuote is not null
        && next.Freshness.Length == written.Freshness.Length
        && next.Refused.Length == written.Refused.Length
        && next.Refused.All(one => written.Refused.Any(known => known.Last.SourceId == one.Last.SourceId && known.Fault == one.Fault))
        && next with
        {
            LastQuote = written.LastQuote, LastTrade = written.LastTrade, Freshness = written.Freshness, Refused = written.Refused,
        } == written;

    /// <summary>The state after an operator accepted the newest quote that is held back.</summary>
    /// <exception cref="InvalidRequestException">None is, or it has no price.</exception>
    public static AssetState AcceptQuote(AssetState state, string assetId) =>
        Judged(state, QuoteGate.Accept(assetId, state.Refused)) with { UnprovenSince = null };

    /// <summary>The state after a source delivered; neither instant ever goes back.</summary>
    public static AssetState TakeFreshness(AssetState state, SourceFreshness freshness)
    {
        var known = state.Freshness.FirstOrDefault(entry => IsSame(entry, freshness));
        if (known is null)
        {
            return state.Freshness.Length < FreshnessMax
                ? state with { Freshness = state.Freshness.Add(freshness) }
                : throw new InvalidRequestException($"An asset keeps track of at most {FreshnessMax} datasets.");
        }

        var merged = known with
        {
            DataUntil = Later(known.DataUntil, freshness.DataUntil),
            CollectedAt = Later(known.CollectedAt, freshness.CollectedAt),
        };
        return merged == known ? state : state with { Freshness = state.Freshness.Replace(known, merged) };
    }

    /// <exception cref="InvalidRequestException">It is a conversion pair.</exception>
    public static void RequireTraded(AssetDefinition asset)
    {
        if (asset.ClassId == ConversionPair.ClassId)
        {
            throw InvalidRequestException.At(
                "assetId", asset.Id, "must be an asset that is traded, and no conversion pair",
                $"{asset.Id} is a conversion pair: it is collected for its rate, and never traded. To trade it, move it from "
                + "'conversions' to 'assets' in assets_config.yaml.", "move it from 'conversions' to 'assets' in assets_config.yaml");
        }
    }

    /// <summary>Why an order may not be placed; null where it may.</summary>
    public static string? NotTradableBecause(AssetDefinition asset, EnabledFlag assetFlag, EnabledFlag classFlag)
    {
        ImmutableArray<string?> reasons =
        [
            WhyDisabled($"asset {asset.Id}", asset.PhaseId, assetFlag),
            WhyDisabled($"class {asset.ClassId}", asset.PhaseId, classFlag),
        ];
        var told = string.Join("; ", reasons.Where(reason => reason is not null));
        return told.Length == 0 ? null : told;
    }

    // Its repetition for as long as explains a jump is the second word, and so is another source that agrees.
    private static DateTimeOffset? UnprovenSince(AssetState state, QuoteJudgement judged, Quote quote, QuoteRules rules) =>
        judged.IsUnproven ? quote.At
        : !ReferenceEquals(judged.Believed, quote) ? state.UnprovenSince
        : state.LastQuote?.SourceId == quote.SourceId && quote.At - state.UnprovenSince < TimeSpan.FromMinutes(rules.Confirmation.Minutes)
            ? state.UnprovenSince
            : null;

    private static AssetState Judged(AssetState state, QuoteJudgement judged) => state with
    {
        LastQuote = judged.Believed,
        Refused = judged.Refused.SequenceEqual(state.Refused) ? state.Refused : judged.Refused,
    };

    private static string? WhyDisabled(string what, string phaseId, EnabledFlag flag) => flag switch
    {
        { Enabled: true } => null,
        { By: EnabledFlag.Configuration } => $"{what} is disabled: phase {phaseId} has not activated it",
        _ => FormattableString.Invariant($"{what} was disabled by {flag.By} at {flag.ChangedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
    };

    private static bool IsSame(SourceFreshness left, SourceFreshness right) =>
        left.SourceId == right.SourceId && left.Dataset == right.Dataset;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
