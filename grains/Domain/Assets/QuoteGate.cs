using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Assets;

/// <summary>
/// Which quotes are believed. One that is not is kept aside: it becomes no price of anything until it is explained by a quote at the old
/// level, by two sources that agree on the new one, by its own repetition, or by an operator. Times are the quotes' own.
/// </summary>
/// <remarks>
/// A true crash is believed after minutes: a source that repeats the new level with sane spreads knows it, and one wrong quote does not
/// last. A jump by the ratio of a split is what every source shows alike while the position still has its old units, so that only an
/// operator, who sees that the book has the split, or a whole day explains it.
/// </remarks>
public static class QuoteGate
{
    /// <summary>An older close is no reference.</summary>
    public static readonly TimeSpan CloseAgeMax = TimeSpan.FromDays(7);

    /// <summary>Whether a quote is too far from the last believed one, or the first: then the last stored close is asked.</summary>
    public static bool AsksClose(Quote? believed, Quote quote, QuoteRules rules) =>
        SaneFault(quote, rules) is null && (believed is null || IsJump(quote.Mid, believed.Mid, rules.Limits));

    /// <param name="refused">What is kept aside, one entry a source.</param>
    /// <param name="close">The last stored close; null where it was not asked, or there is none.</param>
    /// <param name="held">What a portfolio values it at, which is asked where there is nothing else; null where none holds it.</param>
    public static QuoteJudgement Judge(
        Quote? believed, ImmutableArray<RefusedQuotes> refused, Quote quote, LastClose? close, QuoteRules rules, HeldMark? held = null)
    {
        var own = refused.FirstOrDefault(known => known.Last.SourceId == quote.SourceId);
        if (believed?.At >= quote.At || own?.Last.At >= quote.At)
        {
            return new QuoteJudgement(believed, refused, null);
        }

        var reference = ReferenceOf(believed, quote, close, held, rules);
        if (FaultOf(quote, reference, rules) is not { } fault)
        {
            return Believe(quote, refused) with { IsUnproven = reference is null };
        }

        var goesOn = own is not null && IsOfALevel(own.Fault) && IsOfALevel(fault.Fault)
            && !IsJump(quote.Mid, own.Last.Mid, rules.Limits);
        var next = new RefusedQuotes(
            quote, goesOn ? own!.Since : quote.At, goesOn ? own!.Count + 1 : 1, fault.Fault, reference?.Price, fault.Reason,
            ExplainedBy(fault.Fault, quote, rules));
        return IsRepeated(next, rules) || IsAgreed(next, refused, rules)
            ? Believe(quote, refused)
            : new QuoteJudgement(believed, [.. refused.Where(known => known != own), next], own is null ? next : null);
    }

    /// <summary>
    /// What is to be held back of a believed quote that nothing vouches for, as it is too far from the mark of what is held; null for
    /// nothing.
    /// </summary>
    /// <param name="since">Since when such quotes are believed.</param>
    public static RefusedQuotes? DoubtOf(Quote believed, DateTimeOffset since, HeldMark held, QuoteRules rules)
    {
        var reference = ReferenceOf(null, believed, null, held, rules);
        return FaultOf(believed, reference, rules) is { } fault
            ? new RefusedQuotes(
                believed, since, 1, fault.Fault, reference?.Price, fault.Reason, ExplainedBy(fault.Fault, believed, rules))
            : null;
    }

    /// <summary>An operator's word: the newest refused quote is what the market says.</summary>
    /// <exception cref="InvalidRequestException">None is refused, or the newest has no price at all.</exception>
    public static QuoteJudgement Accept(string assetId, ImmutableArray<RefusedQuotes> refused) => Newest(refused) switch
    {
        null => throw InvalidRequestException.At(
            "asset", assetId, "must be one of which a quote is held back",
            $"No quote of {assetId} is held back: there is nothing to accept."),
        { Fault: QuoteFault.NoMarket } known => throw InvalidRequestException.At(
            "asset", assetId, "must have a quote with a price",
            $"The quote of {assetId} cannot be accepted: {known.Reason}. Wait for one that has a price.", "wait for one that has a price"),
        var known => Believe(known.Last, refused),
    };

    /// <summary>The newest quote that was refused; null where none is.</summary>
    public static RefusedQuotes? Newest(ImmutableArray<RefusedQuotes> refused) =>
        refused.IsEmpty ? null : refused.MaxBy(known => known.Last.At);

    private static QuoteJudgement Believe(Quote quote, ImmutableArray<RefusedQuotes> refused) =>
        new(quote, [.. refused.Where(known => known.Last.At > quote.At)], null);

    /// <summary>Whether a price is one that the market knows.</summary>
    public static bool IsPrice(decimal price, QuoteRules rules) => price > 0 || (price < 0 && rules.MayBeNegative);

    /// <summary>Whether a move is too far to be believed at once and about the ratio of a split.</summary>
    public static bool IsSplit(decimal before, decimal after, QuoteRules rules) =>
        IsJump(after, before, rules.Limits) && rules.SplitOf(before, after) is not null;

    // A close of after a split that no book has taken vouches for nothing: it shows the new level as the quotes do.
    private static (decimal Price, string Of)? ReferenceOf(
        Quote? believed, Quote quote, LastClose? close, HeldMark? held, QuoteRules rules)
    {
        var fresh = close is not null && close.At <= quote.At && quote.At - close.At <= CloseAgeMax
            && ((believed?.Mid ?? held?.Price) is not { } before || !IsSplit(before, quote.Mid, rules)) ? close : null;
        return believed is null || fresh?.At > believed.At
            ? fresh is not null ? (fresh.Price, $"the close of {InstantText.Seconds(fresh.At)} at {fresh.SourceId}")
                : held is null ? null
                : (held.Price, $"the mark of {InstantText.Seconds(held.At)} in portfolio {held.PortfolioId}")
            : (believed.Mid, $"the quote of {InstantText.Seconds(believed.At)} at {believed.SourceId}");
    }

    private static (QuoteFault Fault, string Reason)? FaultOf(Quote quote, (decimal Price, string Of)? reference, QuoteRules rules)
    {
        if (SaneFault(quote, rules) is { } fault)
        {
            return fault;
        }

        if (reference is not { } known || !IsJump(quote.Mid, known.Price, rules.Limits))
        {
            return null;
        }

        var ratio = rules.SplitOf(known.Price, quote.Mid);
        var move = Amounts.Percent(Math.Round((quote.Mid - known.Price) / Math.Abs(known.Price), 4));
        var text = $"{Named(quote)} is {move} from {Amounts.Text(known.Price)}, {known.Of}; {Amounts.Percent(rules.Limits.MaxJump)} are "
            + "believed at once";
        return ratio is null
            ? (QuoteFault.Jump, text)
            : (QuoteFault.Split, $"{text}. That is about a split of {ratio}");
    }

    private static (QuoteFault Fault, string Reason)? SaneFault(Quote quote, QuoteRules rules)
    {
        if (quote.Bid > quote.Ask)
        {
            return (QuoteFault.NoMarket, $"{Named(quote)} has its bid above its ask");
        }

        if (quote.Mid == 0 || (quote.Bid < 0 && !rules.MayBeNegative))
        {
            return (QuoteFault.NoMarket, $"{Named(quote)} has no price that the market knows");
        }

        var spread = (quote.Ask - quote.Bid) / Math.Abs(quote.Mid);
        return spread <= rules.Limits.MaxSpread
            ? null
            : (QuoteFault.Spread, $"{Named(quote)} has a spread of {Amounts.Percent(Math.Round(spread, 4))} of its middle; "
                + $"{Amounts.Percent(rules.Limits.MaxSpread)} are believed");
    }

    private static bool IsOfALevel(QuoteFault fault) => fault is QuoteFault.Jump or QuoteFault.Split;

    private static bool IsJump(decimal price, decimal reference, QuoteLimits limits) =>
        reference == 0 || Math.Abs(price - reference) > limits.MaxJump * Math.Abs(reference);

    private static bool IsRepeated(RefusedQuotes next, QuoteRules rules) =>
        IsOfALevel(next.Fault) && next.Count >= rules.Confirmation.Quotes && next.Last.At - next.Since >= SpanOf(next.Fault, rules);

    private static bool IsAgreed(RefusedQuotes next, ImmutableArray<RefusedQuotes> refused, QuoteRules rules) =>
        next.Fault == QuoteFault.Jump && refused.Any(other => other.Last.SourceId != next.Last.SourceId
            && other.Fault == QuoteFault.Jump
            && next.Last.At - other.Last.At <= SpanOf(QuoteFault.Jump, rules)
            && Math.Abs(other.Last.Mid - next.Last.Mid) <= rules.Limits.MaxSpread * Math.Abs(next.Last.Mid));

    private static TimeSpan SpanOf(QuoteFault fault, QuoteRules rules) => fault == QuoteFault.Split
        ? TimeSpan.FromHours(rules.Confirmation.SplitHours)
        : TimeSpan.FromMinutes(rules.Confirmation.Minutes);

    private static string ExplainedBy(QuoteFault fault, Quote quote, QuoteRules rules)
    {
        var accept = $"or an operator looks and accepts it (`assets accept-quote {quote.AssetId} --reason ...`)";
        var repeated = $"{rules.Confirmation.Quotes} quotes of {quote.SourceId} in a row stay at the new level for";
        return fault switch
        {
            QuoteFault.Jump => $"a quote near the old level, a second source that agrees, or time explains it: wait until {repeated} "
                + $"{rules.Confirmation.Minutes} minutes, {accept}",
            QuoteFault.Split => $"a quote near the old level or time explains it: wait until {repeated} "
                + $"{rules.Confirmation.SplitHours} hours, {accept}",
            QuoteFault.Spread => $"wait for a quote of {quote.AssetId} with a narrower spread, {accept}",
            _ => $"wait for a quote of {quote.AssetId} that has a price",
        };
    }

    private static string Named(Quote quote) =>
        $"the quote of {quote.SourceId} at {InstantText.Seconds(quote.At)} (bid {Amounts.Text(quote.Bid)}, ask {Amounts.Text(quote.Ask)})";
}

/// <summary>What quotes of an asset are judged by.</summary>
/// <param name="MayBeNegative">Futures have settled below 0.</param>
/// <param name="SplitOf">The ratio of a split that a move from one price to another looks like, e.g. <c>10:1</c>; null for none.</param>
public sealed record QuoteRules(
    QuoteLimits Limits, JumpConfirmation Confirmation, bool MayBeNegative, Func<decimal, decimal, string?> SplitOf)
{
    /// <summary>How far a share moves over the night of its split, beside the split.</summary>
    private const decimal SplitTolerance = 0.05m;

    /// <summary>Those of an asset or a conversion pair.</summary>
    public static QuoteRules Of(AssetsConfiguration configuration, string assetId)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var hours = configuration.HoursOf(assetId);
        return new QuoteRules(
            configuration.QuoteLimitsOf(assetId),
            configuration.Jumps,
            configuration.HasNegativePrices(assetId),
            (before, after) => hours == MarketHours.UsExchange ? SplitRatio.Of(before, after, SplitTolerance)?.ToString() : null);
    }
}

/// <summary>A stored close.</summary>
/// <param name="At">When its day ended.</param>
public sealed record LastClose(decimal Price, DateTimeOffset At, string SourceId);

/// <summary>What became of a quote.</summary>
/// <param name="Believed">The newest that is believed; null before the first.</param>
/// <param name="Refused">What is kept aside, one entry a source.</param>
/// <param name="Begun">Where this quote is the first of its source to be refused: it.</param>
public sealed record QuoteJudgement(Quote? Believed, ImmutableArray<RefusedQuotes> Refused, RefusedQuotes? Begun)
{
    /// <summary>Whether there was nothing to measure it by: no quote, no close and no mark of what is held.</summary>
    public bool IsUnproven { get; init; }
}
