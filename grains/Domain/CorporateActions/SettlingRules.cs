using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.CorporateActions;

/// <summary>Which corporate actions are to be applied to books, and as which events.</summary>
public static class SettlingRules
{
    /// <summary>Who states the events.</summary>
    public const string Operator = ActorNames.CorporateActions;

    /// <summary>
    /// An action that became known so long after it held is left to people: a book that was right without it for a quarter of a year has
    /// been put right by hand.
    /// </summary>
    public static readonly TimeSpan LateMax = TimeSpan.FromDays(90);

    /// <summary>Sources may disagree by so many days about one and the same action; weekly payers pay seven days apart.</summary>
    internal const int SameWithinDays = 3;

    /// <summary>What is to be done with the actions that hold and are not settled, oldest first; each asset, kind and date once.</summary>
    /// <param name="known">Actions of the last months, settled ones and withdrawn ones among them.</param>
    public static ImmutableArray<DueAction> Due(
        ImmutableArray<CorporateActionView> known, AssetsConfiguration configuration, DateTimeOffset now)
    {
        var due = ImmutableArray.CreateBuilder<DueAction>();
        var settled = known.Select(view => view.Settled).OfType<SettledAction>().Distinct().ToList();
        var unsettled = known.Where(view => view is { WithdrawnAt: null, Settled: null } && view.Action.EffectiveAt() <= now);
        foreach (var told in unsettled.GroupBy(view => (view.Action.EffectiveOn, view.Action.AssetId, view.Action.Kind))
            .OrderBy(group => group.Key.EffectiveOn))
        {
            var one = told.MinBy(view => PlaceOf(configuration, view.Action))!; // a group has one
            var decided = Decide(one, settled, configuration);
            due.Add(decided);
            settled.Add(SettledOf(decided, [decided.Action.AssetId], [], [], now)); // whoever holds it
        }

        return due.DrainToImmutable();
    }

    /// <summary>What became of an action; where no portfolio held the asset, there was nothing to do.</summary>
    /// <param name="holders">The portfolios that it concerns.</param>
    /// <param name="applied">Those of them to which it was applied.</param>
    /// <param name="refusals">Sentences of those that refused it.</param>
    /// <param name="remarks">Sentences of those that had it already.</param>
    public static SettledAction SettledOf(
        DueAction due, ImmutableArray<string> holders, ImmutableArray<string> applied, ImmutableArray<string> refusals,
        DateTimeOffset now, ImmutableArray<string> remarks = default)
    {
        ArgumentNullException.ThrowIfNull(due);
        var (action, isNobodys) = (due.Action, holders.IsEmpty && due.Outcome != SettledOutcome.SameAsAnother);
        var outcome = isNobodys ? SettledOutcome.Applied : refusals.IsEmpty ? due.Outcome : SettledOutcome.LeftToPeople;
        var notes = refusals.Prepend(isNobodys ? null : due.Note).Concat(remarks.IsDefault ? [] : remarks)
            .Where(note => note is not null).ToArray();
        return new SettledAction(
            action.AssetId, action.Kind, action.EffectiveOn, action.SourceId, now, outcome, applied,
            notes.Length == 0 ? null : string.Join(' ', notes));
    }

    /// <summary>By what splits that the books have taken multiply a price of an instant to be one of a later; 1 without any.</summary>
    public static decimal PriceFactor(ImmutableArray<CorporateActionView> known, DateTimeOffset after, DateTimeOffset until) => known
        .Where(view => view.Settled is { Outcome: SettledOutcome.Applied, IsTakenBack: false } settled
            && settled.SourceId == view.Action.SourceId && view.Action.EffectiveAt() > after && view.Action.EffectiveAt() <= until)
        .Aggregate(1m, (factor, view) => factor * (view.Action.Ratio()?.PriceFactor ?? 1));

    /// <summary>The id of the event, the same whichever source tells the action and however often.</summary>
    public static string EventId(CorporateAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return string.Create(
            CultureInfo.InvariantCulture, $"{ActionKinds.CodeOf(action.Kind)}:{action.AssetId}:{action.EffectiveOn:yyyy-MM-dd}");
    }

    /// <summary>The action that a book took as an event of an id; null where the event is none that was collected.</summary>
    public static SettledAction? Find(ImmutableArray<CorporateActionView> known, string eventId, string portfolioId) => known
        .Where(view => EventId(view.Action) == eventId).Select(view => view.Settled).OfType<SettledAction>()
        .FirstOrDefault(settled => settled.Portfolios.Contains(portfolioId, StringComparer.Ordinal));

    /// <summary>What people are told of it; null where there is nothing to tell.</summary>
    public static NoticeEvent? NoticeOf(DueAction due, SettledAction settled)
    {
        ArgumentNullException.ThrowIfNull(due);
        ArgumentNullException.ThrowIfNull(settled);
        var (id, note) = (EventId(due.Action), settled.Note is { } text ? $" {text}" : "");
        (NoticeSeverity Severity, string Text)? told = settled switch
        {
            { Outcome: SettledOutcome.LeftToPeople or SettledOutcome.TooLate } => (NoticeSeverity.Warning,
                $"Corporate action {id} of {settled.SourceId} has to be looked at: it was not applied to every book.{note}"),
            { Outcome: SettledOutcome.Applied, Portfolios.IsEmpty: false } => (NoticeSeverity.Info,
                $"Corporate action {id} of {settled.SourceId} was applied to {string.Join(", ", settled.Portfolios)}.{note}"),
            _ => null,
        };
        return told is { } one
            ? new NoticeEvent(
                $"{Operator}:{id}", Keys.CorporateActions,
                new NoticeFact(NoticeKinds.CorporateAction, $"asset/{due.Action.AssetId}", one.Severity, one.Text), settled.At)
            : null;
    }

    /// <summary>What people are told of a portfolio that cannot be read, for which the action waits.</summary>
    public static NoticeEvent NoticeOf(DueAction due, string portfolioId, string fault, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(due);
        var id = EventId(due.Action);
        return new NoticeEvent(
            $"{Operator}:{id}:{portfolioId}", Keys.CorporateActions,
            new NoticeFact(
                NoticeKinds.CorporateAction, $"asset/{due.Action.AssetId}", NoticeSeverity.Warning,
                $"Corporate action {id} of {due.Action.SourceId} waits for portfolio {portfolioId}, which cannot be read: {fault} The "
                + "others that hold it have it, and this one is asked again each minute."),
            now);
    }

    private static DueAction Decide(CorporateActionView told, List<SettledAction> settled, AssetsConfiguration configuration)
    {
        var action = told.Action;
        var late = told.KnownAt - action.EffectiveAt();
        var same = settled.Find(other => other.AssetId == action.AssetId && other.Kind == action.Kind
            && other.SourceId != action.SourceId && other.Outcome == SettledOutcome.Applied
            && Math.Abs(other.EffectiveOn.DayNumber - action.EffectiveOn.DayNumber) <= SameWithinDays);
        return same is { IsTakenBack: true }
            ? new DueAction(
                action, null, SettledOutcome.LeftToPeople,
                $"{same.SourceId} told it of {Text(same.EffectiveOn)}, and that was taken back in {string.Join(", ", same.TakenBack)}: "
                + "record it by hand (assets portfolio event) where it is true after all.")
            : same is not null
            ? new DueAction(action, null, SettledOutcome.SameAsAnother, $"{same.SourceId} told it of {Text(same.EffectiveOn)}.")
            : late > LateMax
                ? new DueAction(action, null, SettledOutcome.TooLate, $"It became known {late.TotalDays:0} days after it held.")
            : EventOf(told, configuration) is { } bookEvent
                ? new DueAction(action, bookEvent, SettledOutcome.Applied, LateText(told))
            : new DueAction(action, null, SettledOutcome.LeftToPeople, WhyNoEvent(action));
    }

    private static BookEvent? EventOf(CorporateActionView told, AssetsConfiguration configuration)
    {
        var (action, id) = (told.Action, EventId(told.Action));
        var (at, reason) = (action.EffectiveAt(), ReasonOf(told));
        return action switch
        {
            { Kind: CorporateActionKind.Split } when action.Ratio()?.InWholeUnits() is var (units, before) =>
                BookEvent.Split(id, at, action.AssetId, units, before, Operator, reason),
            { Kind: CorporateActionKind.Dividend or CorporateActionKind.SpecialDividend, CashPerUnit: { } cash } =>
                BookEvent.Dividend(id, at, action.AssetId, cash, Operator, reason) with { Currency = action.Currency },
            { Kind: CorporateActionKind.SymbolChange } when action.NewSymbol != action.AssetId
                && configuration.FindAsset(action.NewSymbol) is not null =>
                BookEvent.SymbolChange(id, at, action.AssetId, action.NewSymbol, Operator, reason),
            { Kind: CorporateActionKind.Delisting } => BookEvent.Delisting(id, at, action.AssetId, 0, Operator, reason),
            _ => null,
        };
    }

    private static string WhyNoEvent(CorporateAction action) => action.Kind == CorporateActionKind.SymbolChange
        ? $"{action.SourceId} calls {action.AssetId} {action.NewSymbol} now: correct its symbol in assets_config.yaml."
        : $"Its ratio {action.Ratio()} is none of whole units: record the split by hand.";

    /// <summary>The same however often it is applied: it is part of the event's content.</summary>
    private static string ReasonOf(CorporateActionView told)
    {
        var action = told.Action;
        var what = action.Kind switch
        {
            CorporateActionKind.Split => $"split {action.Ratio()}",
            CorporateActionKind.SymbolChange => $"change of the symbol to {action.NewSymbol}",
            CorporateActionKind.Delisting => "delisting",
            CorporateActionKind.SpecialDividend => $"special {DividendText(action)}",
            _ => DividendText(action),
        };
        var late = LateText(told) is { } text ? $". {text}" : "";
        return $"{what} as of {Text(action.EffectiveOn)}, told by {action.SourceId}{late}";
    }

    private static string DividendText(CorporateAction action) =>
        string.Create(CultureInfo.InvariantCulture, $"dividend of {action.CashPerUnit} {action.Currency} a unit");

    private static string? LateText(CorporateActionView told) => told.KnownAt > told.Action.EffectiveAt()
        ? $"It became known on {InstantText.Seconds(told.KnownAt)}, after it held."
        : null;

    /// <summary>The sources in the order in which the asset lists them.</summary>
    private static int PlaceOf(AssetsConfiguration configuration, CorporateAction action) =>
        configuration.FindAsset(action.AssetId) is { } asset && asset.Sources.IndexOf(action.SourceId) is >= 0 and var place
            ? place
            : int.MaxValue;

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An action that an operator took back in a portfolio.</summary>
public sealed record ReversedAction(string PortfolioId, string By, string Reason, DateTimeOffset At);

/// <summary>An action that holds, and what is to be done with it.</summary>
/// <param name="Event">What each book that held the asset gets; null where none can.</param>
/// <param name="Note">What a person should know, as a sentence.</param>
public sealed record DueAction(CorporateAction Action, BookEvent? Event, SettledOutcome Outcome, string? Note);
