using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Audit;

namespace OrleansAssets.Domain.Audit;

/// <summary>Whether a part of a stream is whole, and where a page of it ends.</summary>
public static class AuditRules
{
    /// <summary>Entries that one page looks through at most, however few of them it wants.</summary>
    public const int PageSpan = 20_000;

    /// <param name="entries">What was found below <paramref name="before"/>, newest first.</param>
    public static AuditPage Page(ImmutableArray<AuditEntry> entries, long before, int most)
    {
        var looked = entries.Length == most ? entries[^1].Sequence : before - PageSpan;
        return new AuditPage(entries, looked > 1 ? looked : null);
    }

    /// <param name="entries">What follows <paramref name="from"/>, at most <paramref name="entriesMax"/>.</param>
    /// <param name="heads">What is known of the stream's end, read before the entries.</param>
    public static AuditCheck Check(
        string stream, AuditPosition from, ImmutableArray<AuditEntry> entries, int entriesMax, params ReadOnlySpan<AuditPosition> heads)
    {
        var until = from;
        if (DeniedBy(until, heads) is { } atStart)
        {
            return new AuditCheck(stream, until, AtEnd: false, until.Sequence, atStart);
        }

        foreach (var entry in entries)
        {
            var fault = AuditChain.FaultOf(until, entry) ?? DeniedBy(entry.Position, heads);
            if (fault is not null)
            {
                return new AuditCheck(stream, until, AtEnd: false, until.Sequence + 1, fault);
            }

            until = entry.Position;
        }

        var atEnd = entries.Length < entriesMax;
        return atEnd && CutOff(until, heads) is { } cut
            ? new AuditCheck(stream, until, AtEnd: true, until.Sequence + 1, cut)
            : new AuditCheck(stream, until, atEnd, null, null);
    }

    private static string? DeniedBy(AuditPosition place, ReadOnlySpan<AuditPosition> heads)
    {
        foreach (var head in heads)
        {
            if (head.Sequence == place.Sequence && head.Hash != place.Hash)
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"entry {place.Sequence} is not the one that was written: all from there or before were written anew");
            }
        }

        return null;
    }

    private static string? CutOff(AuditPosition until, ReadOnlySpan<AuditPosition> heads)
    {
        foreach (var head in heads)
        {
            if (head.Sequence > until.Sequence)
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"the end is cut off: entries {until.Sequence + 1} to {head.Sequence} were written and are missing");
            }
        }

        return null;
    }
}
