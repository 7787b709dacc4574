using Orleans;

namespace OrleansAssets.Phases;

/// <summary>Asks for an activation.</summary>
/// <param name="Operator">Who asks; kept in the log.</param>
/// <param name="Notes">Why; kept in the log.</param>
/// <param name="Force">Given, the phase opens without evidence, openly and for a limited time.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ActivationRequest")]
public sealed record ActivationRequest(string Operator, string? Notes, ForceRequest? Force = null);

/// <summary>Asks for an activation that the evidence does not earn.</summary>
/// <param name="Reason">Kept in the log and shown on every status until the override ends.</param>
/// <param name="ExpiresAt">Until when; without evidence by then the phase is taken back.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ForceRequest")]
public sealed record ForceRequest(string Reason, DateTimeOffset ExpiresAt);

/// <summary>A second operator's word.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ApprovalRequest")]
public sealed record ApprovalRequest(string Operator, string? Notes);

/// <summary>Asks for the end of a phase.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DeactivationRequest")]
public sealed record DeactivationRequest(string Operator, string Reason);

/// <summary>The answer to an activation.</summary>
/// <param name="Explanation">The outcome in a sentence, null where the outcome says it all.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ActivationResult")]
public sealed record ActivationResult(ActivationOutcome Outcome, PhaseView Phase, Readiness? Readiness, string? Explanation = null);

/// <summary>How an activation ended.</summary>
[GenerateSerializer, Alias("OrleansAssets.ActivationOutcome")]
public enum ActivationOutcome
{
    /// <summary>The phase is active, by this request.</summary>
    Activated = 0,

    /// <summary>It was active before; nothing changed.</summary>
    AlreadyActive = 1,

    /// <summary>A requirement is not met; nothing changed.</summary>
    Refused = 2,

    /// <summary>Another operation of the phase is under way; this one did nothing.</summary>
    InProgress = 3,

    /// <summary>Forced, and a second operator must approve.</summary>
    AwaitingApproval = 4,

    /// <summary>The portfolio is halted; nothing is widened then.</summary>
    Halted = 5,

    /// <summary>A step failed for good; what was done before it is undone.</summary>
    RolledBack = 6,
}

/// <summary>The answer to a deactivation.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DeactivationResult")]
public sealed record DeactivationResult(DeactivationOutcome Outcome, PhaseView Phase, string Explanation);

/// <summary>How a deactivation ended.</summary>
[GenerateSerializer, Alias("OrleansAssets.DeactivationOutcome")]
public enum DeactivationOutcome
{
    /// <summary>The phase is inactive, and its assets are disabled.</summary>
    Deactivated = 0,

    /// <summary>Reduce-only now; disabled as soon as its assets are flat.</summary>
    ReduceOnly = 1,

    /// <summary>It was not active; nothing changed.</summary>
    NotActive = 2,

    /// <summary>Another operation of the phase is under way; this one did nothing.</summary>
    InProgress = 3,
}
