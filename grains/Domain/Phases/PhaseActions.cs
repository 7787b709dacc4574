namespace OrleansAssets.Domain.Phases;

/// <summary>What the log and the webhook call the events of a phase. The words are stored and never change.</summary>
public static class PhaseActions
{
    public const string Activated = "activated";
    public const string RolledBack = "activation_rolled_back";
    public const string ForceRequested = "force_requested";
    public const string ForceApproved = "force_approved";
    public const string ForceLapsed = "force_lapsed";
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
}
