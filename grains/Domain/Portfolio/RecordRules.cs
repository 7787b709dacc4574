using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio;

/// <summary>What may be asked of the lists of what a portfolio was told, and which of its journal's entries are in them.</summary>
public static class RecordRules
{
    public const int MostMax = 1_000;

    /// <summary>Nothing is told before it happens, but that clocks differ.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromDays(1);

    /// <summary>Kinds of entries that take something back.</summary>
    public static ImmutableArray<string> Corrections { get; } = [PortfolioEventJson.FillCorrection, PortfolioEventJson.EventCorrection];

    /// <exception cref="InvalidRequestException">The question makes no sense; each of its faults is told.</exception>
    public static void Check(RecordQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        FieldFault.Refuse("question", [
            .. PageFaults(query.Most, query.Before, query.From, query.Until),
            query.AssetId is { } asset ? IdCheck.FaultOf("assetId", asset) : null,
        ]);
    }

    /// <inheritdoc cref="Check(RecordQuery)"/>
    /// <exception cref="NotFoundException">There is no such rule.</exception>
    public static void Check(DecisionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        FieldFault.Refuse("question", [
            .. PageFaults(query.Most, query.Before, query.From, query.Until),
            query.AssetId is { } asset ? IdCheck.FaultOf("assetId", asset) : null,
            query.ClassId is { } classId ? IdCheck.FaultOf("classId", classId) : null,
            query.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            query.Outcome is { } outcome && !Enum.IsDefined(outcome)
                ? FieldFault.Give("outcome", (int)outcome, "approved, reduced or rejected") : null,
        ]);
        if (query.BindingRule is { } rule)
        {
            string[] known = [.. PreTradeChecks.All.Select(check => check.Code)];
            if (!known.Contains(rule, StringComparer.Ordinal))
            {
                throw UnknownId.Of("rule", rule, known);
            }
        }
    }

    public static JournalSearch SearchOfFills(RecordQuery query) => SearchOf(
        query, [PortfolioEventJson.Fill, PortfolioEventJson.FillCorrection]);

    public static JournalSearch SearchOfEvents(RecordQuery query) => SearchOf(query, [PortfolioEventJson.Event]);

    /// <summary>A payment is made when it is told.</summary>
    public static JournalSearch SearchOfFlows(RecordQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new JournalSearch([PortfolioEventJson.CashFlow], [], query.From, query.Until);
    }

    public static JournalSearch SearchOf(DecisionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        string?[] pieces =
        [
            query.AssetId is { } asset ? JournalSearch.Piece("assetId", asset) : null,
            query.ClassId is { } classId ? JournalSearch.Piece("classId", classId) : null,
            query.StrategyId is { } strategy ? JournalSearch.Piece("strategyId", strategy) : null,
            query.Outcome is { } outcome ? JournalSearch.Piece("outcome", outcome) : null,
            query.BindingRule is { } rule ? JournalSearch.Piece("bindingRule", rule) : null,
        ];
        return new JournalSearch([PortfolioEventJson.Decision], [.. pieces.OfType<string>()], query.From, query.Until);
    }

    /// <summary>The fill that an entry tells, itself or in another one's place; null where it tells none that is asked for.</summary>
    public static RecordedFill? FillOf(AuditEntry entry, RecordQuery query)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(query);
        var (told, replaces) = PortfolioEventJson.Read(entry.Kind, entry.Payload) switch
        {
            FillRecorded fill => (fill, null),
            FillCorrected { Replacement: { } right } corrected => (right, corrected.Correction.FillId),
            _ => ((FillRecorded?)null, (string?)null),
        };
        return told is null || !IsAsked(query, told.Fill.At, told.Fill.AssetId) ? null : new RecordedFill(
            entry.Sequence, entry.At, told.Fill, told.ClassId, told.Price, told.Rate, told.RateSource, told.Fee, told.QuantityAfter,
            told.Realised, told.Paper)
        {
            Replaces = replaces,
        };
    }

    /// <summary>Likewise the event; an asset that took another one's name is in it too.</summary>
    public static RecordedEvent? EventOf(AuditEntry entry, RecordQuery query)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(query);
        return PortfolioEventJson.Read(entry.Kind, entry.Payload) is BookEventRecorded { Event: var told, Outcome: var did } recorded
            && IsAsked(query, told.EffectiveAt, told.AssetId, told.NewAssetId)
            ? new RecordedEvent(
                entry.Sequence, entry.At, told, recorded.ClassId, recorded.Rate, recorded.RateSource, did.QuantityBefore,
                did.QuantityAfter, did.Amount, did.Withheld)
            : null;
    }

    public static RecordedFlow? FlowOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return PortfolioEventJson.Read(entry.Kind, entry.Payload) is CashMoved moved
            ? new RecordedFlow(entry.Sequence, entry.At, moved.FlowId, moved.Amount, entry.Actor, moved.Reason)
            : null;
    }

    /// <summary>Likewise the decision.</summary>
    public static FoundDecision? DecisionOf(AuditEntry entry, DecisionQuery query)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(query);
        if (PortfolioEventJson.Read(entry.Kind, entry.Payload) is not OrderDecided { Decision: var made, ClassId: var classId })
        {
            return null;
        }

        var order = made.Order;
        var isAsked = (query.AssetId ?? order.AssetId) == order.AssetId && (query.ClassId ?? classId) == classId
            && (query.StrategyId ?? order.StrategyId) == order.StrategyId && (query.Outcome ?? made.Outcome) == made.Outcome
            && (query.BindingRule ?? made.BindingRule) == made.BindingRule;
        return !isAsked ? null : new FoundDecision(
            made.DecisionId, entry.Sequence, made.DecidedAt, order.ClientOrderId, order.AssetId, classId, order.StrategyId, order.Side,
            made.Outcome, made.Quantity, made.Notional, made.Price, made.BindingRule, made.Remedy);
    }

    /// <summary>What a correction takes back; null where an entry is none.</summary>
    public static (string Kind, string Id, TakenBack How)? TakenBackBy(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return PortfolioEventJson.Read(entry.Kind, entry.Payload) switch
        {
            FillCorrected { Correction: var fix } => (
                PortfolioEventJson.Fill, fix.FillId,
                new TakenBack(fix.CorrectionId, entry.Sequence, entry.At, fix.Operator, fix.Reason, fix.Replacement?.FillId)),
            EventCorrected { Correction: var fix } => (
                PortfolioEventJson.Event, fix.EventId,
                new TakenBack(fix.CorrectionId, entry.Sequence, entry.At, fix.Operator, fix.Reason, ReplacedBy: null)),
            _ => null,
        };
    }

    private static JournalSearch SearchOf(RecordQuery query, ImmutableArray<string> kinds)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new JournalSearch(
            kinds, query.AssetId is { } asset ? [JournalSearch.Text(asset)] : [],
            query.From > DateTimeOffset.MinValue + ClocksDiffer ? query.From - ClocksDiffer : null);
    }

    private static bool IsAsked(RecordQuery query, DateTimeOffset at, params ReadOnlySpan<string?> assets) =>
        !(at < query.From) && !(at >= query.Until) && (query.AssetId is null || assets.Contains(query.AssetId));

    private static IEnumerable<FieldFault?> PageFaults(int most, long? before, DateTimeOffset? from, DateTimeOffset? until) =>
    [
        most is >= 1 and <= MostMax ? null : FieldFault.Give("most", most, $"1 to {MostMax}"),
        before is null or >= 1 ? null : FieldFault.Give("before", before, "the 'next' of the page before, or nothing"),
        from >= until ? FieldFault.Must("from", from, "must be before until") : null,
    ];
}
