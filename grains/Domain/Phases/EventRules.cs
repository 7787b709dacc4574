using System.Collections.Immutable;
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

    public static ImmutableArray<string> All { get; } =
    [
        Activated, RolledBack, ForceRequested, ForceApproved, ForceLapsed, ImportApprovalAsked, ImportApproved, OverrideRatified,
        OverrideExpired, Demoted, DeactivationAsked, ReduceOnly, Deactivated, AssetsOutside, AssetsInside, VerdictChanged,
    ];
}
