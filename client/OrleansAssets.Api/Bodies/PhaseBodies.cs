using OrleansAssets.Phases;

namespace OrleansAssets.Api.Bodies;

/// <summary>Asks for an activation.</summary>
/// <param name="Notes">Why, for the log.</param>
/// <param name="Force">Given, the phase opens without evidence, openly and for a limited time.</param>
public sealed record ActivationBody(string? Notes = null, ForceRequest? Force = null);

/// <summary>Another operator's word.</summary>
/// <param name="Notes">Why, for the log.</param>
public sealed record ApprovalBody(string? Notes = null);
