using System.Collections.Immutable;
using OrleansAssets.Notices;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>What happened goes into the state with the change that it tells of, and from there to the log and the notices.</summary>
public static class EventRules
{
    /// <summary>
    /// Most notices that wait to be written; beyond it the oldest is given up. Each is in the log or in phase_evidence too.
    /// </summary>
    public const int OutboxMax = 200;

    /// <summary>Logs an event and tells people.</summary>
    public static PhaseState Happened(PhaseState state, PhaseEvent happened) =>
        Notify(state with { Unlogged = state.Unlogged.Add(happened) }, happened);

    /// <summary>Tells people only.</summary>
    public static PhaseState Notify(PhaseState state, PhaseEvent happened)
    {
        var outbox = state.Outbox.Add(new PhaseNotice(happened, 0, happened.At, null));
        return state with { Outbox = outbox.Length > OutboxMax ? outbox.RemoveAt(0) : outbox };
    }

    /// <summary>The state once these events are in the log.</summary>
    public static PhaseState Logged(PhaseState state, IEnumerable<PhaseEvent> logged)
    {
        var ids = logged.Select(entry => entry.Id).ToHashSet();
        return state with { Unlogged = [.. state.Unlogged.Where(entry => !ids.Contains(entry.Id))] };
    }

    /// <summary>The state once people are told of these.</summary>
    public static PhaseState Told(PhaseState state, IEnumerable<PhaseNotice> told)
    {
        var ids = told.Select(notice => notice.Event.Id).ToHashSet();
        return state with { Outbox = [.. state.Outbox.Where(notice => !ids.Contains(notice.Event.Id))] };
    }
}

/// <summary>What the log calls the events of a phase. The words are stored and never change.</summary>
public static class PhaseActions
{
    public const string Activated = "activated";
    public const string RolledBack = "activation_rolled_back";
    public const string ForceRequested = "force_requested";
    public const string ForceApproved = "force_approved";
    public const string ForceLapsed = "force_lapsed";
    public const string ImportApprovalAsked = "import_approval_asked";
    public const string ImportApproved = "import_approved";
    public const string OverrideRatified = "override_ratified";
    public const string OverrideExpired = "override_expired";
    public const string Demoted = "demoted";
    public const string DeactivationAsked = "deactivation_asked";
    public const string ReduceOnly = "reduce_only";
    public const string Deactivated = "deactivated";
    public const string AssetsOutside = "assets_outside_phase";
    public const string AssetsInside = "assets_back_inside";

    /// <summary>Not in the log of activations: every evaluation is in phase_evidence.</summary>
    public const string VerdictChanged = "verdict_changed";

    /// <summary>Since when a phase is not active any more, by what its log tells of it; null where it never was.</summary>
    public static DateTimeOffset? ClosedSince(IEnumerable<PhaseLogEntry> newestFirst) => newestFirst
        .TakeWhile(entry => entry.Action != Activated)
        .LastOrDefault(entry => entry.Action is Demoted or ReduceOnly or Deactivated)?.At;

    public static ImmutableArray<string> All { get; } =
    [
        Activated, RolledBack, ForceRequested, ForceApproved, ForceLapsed, ImportApprovalAsked, ImportApproved, OverrideRatified,
        OverrideExpired, Demoted, DeactivationAsked, ReduceOnly, Deactivated, AssetsOutside, AssetsInside, VerdictChanged,
    ];
}

/// <summary>What people are told of what happens to a phase.</summary>
public static class PhaseNotices
{
    public static NoticeEvent Of(string phaseId, PhaseEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var severity = IsGrave(happened) ? NoticeSeverity.Warning : NoticeSeverity.Info;
        var missing = KindOf(happened) != NoticeKinds.PhaseReady && happened.Evidence is { Missing: { IsDefaultOrEmpty: false } lacks }
            ? $" Missing: {string.Join("; ", lacks)}."
            : "";
        var notes = happened.Notes is { Length: > 0 } text ? $": {text.TrimEnd('.')}" : "";
        return new NoticeEvent(
            $"{Keys.Phase(phaseId)}:{happened.Id:N}", Keys.Phase(phaseId),
            new NoticeFact(
                KindOf(happened), Keys.Phase(phaseId), severity,
                $"Phase {phaseId}: {Words(happened)} by {happened.By}{notes}.{missing}"),
            happened.At);
    }

    /// <summary>Whether it takes trading away, or opens it unearned: for somebody who reads warnings only.</summary>
    public static bool IsGrave(PhaseEvent happened) => happened.Action switch
    {
        PhaseActions.Activated => IsBypass(happened),
        PhaseActions.Demoted or PhaseActions.DeactivationAsked or PhaseActions.ReduceOnly or PhaseActions.RolledBack
            or PhaseActions.ForceRequested or PhaseActions.ImportApprovalAsked
            or PhaseActions.OverrideExpired or PhaseActions.AssetsOutside => true,
        _ => false,
    };

    /// <summary>Whether it opened trading without evidence. A phase that is active from the start has none and needs none.</summary>
    public static bool IsBypass(PhaseEvent happened) =>
        happened is { Action: PhaseActions.Activated, Evidence: { Verdict: not ReadinessVerdict.Ready } };

    private static string KindOf(PhaseEvent happened) => happened.Action switch
    {
        PhaseActions.Activated => NoticeKinds.PhaseActivated,
        PhaseActions.Demoted or PhaseActions.OverrideExpired => NoticeKinds.PhaseDemoted,
        PhaseActions.VerdictChanged when happened.Evidence?.Verdict == ReadinessVerdict.Ready => NoticeKinds.PhaseReady,
        _ => NoticeKinds.PhaseChanged,
    };

    private static string Words(PhaseEvent happened) => happened.Action switch
    {
        PhaseActions.Activated when IsBypass(happened) => "activated without the evidence",
        PhaseActions.VerdictChanged => $"its verdict is {happened.Evidence?.Verdict} now, measured",
        _ => happened.Action.Replace('_', ' '),
    };
}
