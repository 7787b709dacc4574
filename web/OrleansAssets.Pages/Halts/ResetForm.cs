namespace OrleansAssets.Pages.Halts;

/// <summary>What a step of a reset sends.</summary>
public sealed class ResetForm
{
    public const string Review = "review";
    public const string Confirm = "confirm";

    /// <summary><see cref="Review"/> from the first step, <see cref="Confirm"/> from the second.</summary>
    public string? Step { get; set; }

    /// <summary>Why; the log keeps it.</summary>
    public string? Reason { get; set; }

    /// <summary>Whether the second step is shown: the reason was said.</summary>
    public bool IsReview => Reason is { Length: > 0 };

    /// <summary>Whether the second step was taken.</summary>
    public bool IsConfirmed => Step == Confirm;
}
