using Orleans;

namespace OrleansAssets.Domain;

/// <summary>An enabled flag and who set it: an operator's or a phase's word wins over the file's.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.EnabledFlag")]
public sealed record EnabledFlag(bool Enabled, string By, DateTimeOffset ChangedAt)
{
    /// <summary>Who sets the flag while nobody else has.</summary>
    public const string Configuration = ActorNames.Configuration;

    /// <summary>Longest name of an operator.</summary>
    public const int ByLengthMax = 100;

    /// <summary>The flag after the file is read. The file counts only while nobody else has set the flag.</summary>
    public static EnabledFlag Configure(EnabledFlag? current, bool inFile, DateTimeOffset now) =>
        current is null || (current.By == Configuration && current.Enabled != inFile)
            ? new EnabledFlag(inFile, Configuration, now)
            : current;

    /// <summary>The flag after somebody sets it; saying the same again changes nothing.</summary>
    /// <exception cref="InvalidRequestException">Nobody is named, or the name is too long.</exception>
    public static EnabledFlag Set(EnabledFlag current, bool enabled, string by, DateTimeOffset now)
    {
        RequireName(by, "sets the enabled flag");
        return current.Enabled == enabled && current.By == by ? current : new EnabledFlag(enabled, by, now);
    }

    /// <exception cref="InvalidRequestException">Nobody is named, or the name is too long.</exception>
    public static void RequireName(string by, string does)
    {
        if (string.IsNullOrWhiteSpace(by) || by.Length > ByLengthMax || PrintableText.FindHidden(by) is not null)
        {
            throw InvalidRequestException.At(
                "by", IdCheck.Given(by), $"must have 1 to {ByLengthMax} printable characters",
                $"Say who {does}: a name of 1 to {ByLengthMax} printable characters.");
        }
    }
}
