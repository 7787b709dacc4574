using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>What an operator's request must have.</summary>
public static class OperatorRules
{
    /// <summary>Who activates by schedule; no operator may go by this name.</summary>
    public const string AutoActivate = "auto_activate";

    /// <summary>Who demotes; no operator may go by this name.</summary>
    public const string Demotion = "demotion";

    /// <summary>Longest time that an override may last.</summary>
    public static readonly TimeSpan OverrideMax = TimeSpan.FromDays(30);

    private const int NotesLengthMax = 1_000;
    private const int ReasonLengthMin = 10;

    private static readonly string[] Reserved = [AutoActivate, Demotion, EnabledFlag.Configuration];

    /// <exception cref="InvalidRequestException">
    /// Nobody is named, the notes are too long, or the override is not openly limited.
    /// </exception>
    public static void Check(ActivationRequest request, DateTimeOffset now)
    {
        CheckName(request.Operator);
        CheckNotes(request.Notes);
        if (request.Force is not { } force)
        {
            return;
        }

        CheckReason(force.Reason, "force.reason", "An activation without evidence");
        if (force.ExpiresAt <= now || force.ExpiresAt > now + OverrideMax)
        {
            throw InvalidRequestException.At(
                "force.expiresAt", force.ExpiresAt, $"must be within {OverrideMax.TotalDays:0} days from now",
                FormattableString.Invariant($"The override would expire at {force.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC; ")
                + FormattableString.Invariant($"give an instant within {OverrideMax.TotalDays} days from now."));
        }
    }

    /// <exception cref="InvalidRequestException">Nobody is named, or the notes are too long.</exception>
    public static void Check(ApprovalRequest request)
    {
        CheckName(request.Operator);
        CheckNotes(request.Notes);
    }

    /// <exception cref="InvalidRequestException">Nobody is named, or no reason is given.</exception>
    public static void Check(DeactivationRequest request)
    {
        CheckName(request.Operator);
        CheckReason(request.Reason, "reason", "A deactivation");
    }

    public static bool IsSame(string left, string right) => string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase);

    private static void CheckName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > EnabledFlag.ByLengthMax || PrintableText.FindHidden(name) is not null)
        {
            throw InvalidRequestException.At(
                "operator", IdCheck.Given(name), $"must have 1 to {EnabledFlag.ByLengthMax} printable characters",
                $"Say who it is: a name of 1 to {EnabledFlag.ByLengthMax} printable characters.");
        }

        if (Reserved.Any(reserved => IsSame(reserved, name)))
        {
            throw InvalidRequestException.At(
                "operator", name, "must be another name than the program's own",
                $"'{name}' is the program's own name in the log; an operator needs another.");
        }
    }

    private static void CheckNotes(string? notes)
    {
        if (notes is { Length: > NotesLengthMax })
        {
            throw InvalidRequestException.At(
                "notes", IdCheck.Given(notes), $"must have at most {NotesLengthMax} characters",
                $"The notes have {notes.Length} characters; the most is {NotesLengthMax}.");
        }

        CheckPrintable(notes ?? "", "notes", "The notes");
    }

    private static void CheckReason(string? reason, string place, string what)
    {
        if (reason is null || reason.Trim().Length < ReasonLengthMin || reason.Length > NotesLengthMax)
        {
            throw InvalidRequestException.At(
                place, IdCheck.Given(reason), $"must have {ReasonLengthMin} to {NotesLengthMax} characters",
                $"{what} needs a reason of {ReasonLengthMin} to {NotesLengthMax} characters: it is kept in the log and shown on every "
                + "status.");
        }

        CheckPrintable(reason, place, "The reason");
    }

    // What the database cannot keep would be refused there, after the operation has begun.
    private static void CheckPrintable(string text, string place, string what)
    {
        var line = string.Concat(text.Select(character => character is '\n' or '\r' or '\t' ? ' ' : character));
        if (PrintableText.FindHidden(line) is { } found)
        {
            throw InvalidRequestException.At(
                place, null, PrintableText.Rule,
                $"{what} cannot be kept: character {found.Place} (U+{found.Hidden.Value:X4}) is no printable one; write it without.");
        }
    }
}
