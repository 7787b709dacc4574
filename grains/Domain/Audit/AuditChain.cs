using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansAssets.Audit;

namespace OrleansAssets.Domain.Audit;

/// <summary>
/// How entries hang together. An entry's hash is SHA-256 over the hash before it (32 bytes) and the UTF-8 text of stream, sequence, time,
/// kind, actor and payload with a line feed between them. No part but the payload may hold a control character, so the text can be read in
/// one way only.
/// </summary>
public static class AuditChain
{
    /// <summary>Longest name of a stream, kind or actor.</summary>
    public const int NameLengthMax = 200;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The entry that follows a place.</summary>
    public static AuditEntry Next(AuditPosition previous, string stream, AuditNote note)
    {
        CheckName(stream, "stream");
        CheckName(note.Kind, "kind");
        CheckName(note.Actor, "actor");
        var entry = new AuditEntry(
            stream, previous.Sequence + 1, ToMicroseconds(note.At), note.Kind, note.Actor, note.Payload, previous.Hash, "");
        return entry with { Hash = HashOf(entry) };
    }

    /// <summary>What is wrong with an entry that should follow a place; null where nothing is.</summary>
    public static string? FaultOf(AuditPosition previous, AuditEntry entry)
    {
        if (entry.Sequence != previous.Sequence + 1)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"entry {previous.Sequence + 1} is missing: entry {previous.Sequence} is followed by {entry.Sequence}");
        }

        if (entry.PreviousHash != previous.Hash)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"entry {entry.Sequence} does not follow entry {previous.Sequence}: it holds another hash of it");
        }

        return HashOf(entry) == entry.Hash ? null : string.Create(CultureInfo.InvariantCulture,
            $"entry {entry.Sequence} was changed: its content does not have its hash");
    }

    /// <summary>PostgreSQL keeps microseconds: the hash is over what it keeps.</summary>
    public static DateTimeOffset ToMicroseconds(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static string HashOf(AuditEntry entry)
    {
        var text = string.Join('\n', entry.Stream, entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture), entry.Kind, entry.Actor, entry.Payload);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(entry.PreviousHash));
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void CheckName(string name, string what)
    {
        if (name.Length is 0 or > NameLengthMax || name.Any(char.IsControl))
        {
            throw new InvalidRequestException(
                $"The {what} of an audit entry has 1 to {NameLengthMax} characters without control characters; this one has "
                + $"{name.Length}.");
        }
    }
}

/// <summary>What is to be entered into a stream of the audit log.</summary>
/// <param name="Kind">What happened, e.g. <c>activation</c>.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Payload">JSON.</param>
public sealed record AuditNote(string Kind, string Actor, string Payload, DateTimeOffset At);
