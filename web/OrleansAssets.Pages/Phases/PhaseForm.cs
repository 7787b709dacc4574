using OrleansAssets.Domain.Phases;

namespace OrleansAssets.Pages.Phases;

/// <summary>What a form of a phase sends.</summary>
public sealed class PhaseForm
{
    /// <summary><c>activate</c>, <c>force</c>, <c>approve</c> or <c>deactivate</c>.</summary>
    public string? Act { get; set; }

    /// <summary>Why; the log keeps it.</summary>
    public string? Reason { get; set; }

    /// <summary>The version of the phase that was looked at: nothing is done where it has changed since.</summary>
    public string? Seen { get; set; }

    /// <summary>How many days an override lasts, 1 to <see cref="DaysMax"/>.</summary>
    public int Days { get; set; }

    /// <summary>As long as an override may last.</summary>
    public static int DaysMax => (int)OperatorRules.OverrideMax.TotalDays;
}
