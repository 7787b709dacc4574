using OrleansAssets.Notices;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

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
