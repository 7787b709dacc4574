namespace OrleansAssets.Domain.Configuration;

/// <summary>What needs the word of more than one person.</summary>
/// <param name="EmergencyReset">How many different operators must reset an emergency stop.</param>
/// <param name="WithinHours">How long the word of the first one waits for the next.</param>
public sealed record ApprovalSettings(int EmergencyReset, int WithinHours)
{
    /// <summary>The longest that a word can wait, so long is each kept.</summary>
    public const int WithinHoursMax = 168;

    /// <summary>Words of one kind that are kept at most, the newest.</summary>
    public const int WordsMax = 100;

    /// <summary>What a file that names none gets.</summary>
    public static readonly ApprovalSettings Default = new(1, 24);

    /// <summary>
    /// How many different operators must agree to a changed configuration before anything is opened under it; 0 for none.
    /// </summary>
    public int LimitChange { get; init; }

    /// <summary>How many different operators a withdrawal of more than <see cref="WithdrawalAbove"/> needs.</summary>
    public int Withdrawal { get; init; } = 1;

    /// <summary>What may be withdrawn within <see cref="WithinHours"/> by one alone, in the portfolio's currency.</summary>
    public decimal WithdrawalAbove { get; init; }

    /// <summary>
    /// How many different operators must state a conversion that is farther than <see cref="RateAbove"/> from what is known, or of which
    /// nothing is known.
    /// </summary>
    public int Rate { get; init; } = 1;

    /// <summary>How far from what is known one alone may state a conversion, a fraction of it.</summary>
    public decimal RateAbove { get; init; }

    /// <summary>Whether a word that was said then still waits for the next.</summary>
    public bool IsWaiting(DateTimeOffset said, DateTimeOffset now) => said > now - TimeSpan.FromHours(WithinHours);
}
