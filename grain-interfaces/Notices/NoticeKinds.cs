#pragma warning disable CS1591 // What each says is in docs/notices.md.
namespace OrleansAssets.Notices;

/// <summary>What notices are of. The words are stored, routes name them, and programs branch on them: they never change.</summary>
public static class NoticeKinds
{
    public const string Halt = "halt";
    public const string HaltReset = "halt_reset";
    public const string ApprovalAsked = "approval_asked";
    public const string Limit = "limit";
    public const string PhaseReady = "phase_ready";
    public const string PhaseActivated = "phase_activated";
    public const string PhaseDemoted = "phase_demoted";
    public const string PhaseChanged = "phase_changed";
    public const string OverrideExpiring = "override_expiring";
    public const string UnvettedFill = "unvetted_fill";
    public const string PositionAdvice = "position_advice";
    public const string HeldAsset = "held_asset";
    public const string DisbelievedQuote = "disbelieved_quote";
    public const string SourceFailing = "source_failing";
    public const string Overdue = "overdue";
    public const string BudgetSpent = "budget_spent";
    public const string AuditBroken = "audit_broken";
    public const string CorporateAction = "corporate_action";
    public const string Test = "test";

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Halt, HaltReset, ApprovalAsked, Limit, PhaseReady, PhaseActivated, PhaseDemoted, PhaseChanged, OverrideExpiring, UnvettedFill,
        PositionAdvice, HeldAsset, DisbelievedQuote, SourceFailing, Overdue, BudgetSpent, AuditBroken, CorporateAction, Test,
    ];
}
