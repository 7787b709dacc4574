using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>The rule that a version conflict ends the activation it escapes from, and no other.</summary>
static class InconsistentStates
{
    internal static bool EndsActivation(Exception error)
    {
        if (error is not InconsistentStateException { IsSourceActivation: true } conflict) return false;

        conflict.IsSourceActivation = false;
        return true;
    }

    internal static DeactivationReason Reason(Exception error) =>
        new(DeactivationReasonCode.ApplicationError, error, "The state in storage is newer than the state of this activation.");
}
