namespace OrleansAssets.Domain.Configuration;

/// <summary>What needs the word of more than one person.</summary>
/// <param name="EmergencyReset">How many different operators must reset an emergency stop.</param>
/// <param name="WithinHours">How long the word of the first one waits for the next.</param>
public sealed record ApprovalSettings(int EmergencyReset, int WithinHours)
{
    /// <summary>What a file that names none gets.</summary>
    public static readonly ApprovalSettings Default = new(1, 24);
}
