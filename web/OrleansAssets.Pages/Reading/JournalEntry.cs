using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Pages.Reading;

/// <summary>An entry of a portfolio's journal and what it says; null where this program does not know its kind.</summary>
public sealed record JournalEntry(AuditEntry Entry, PortfolioEvent? Event)
{
    public static ImmutableArray<JournalEntry> Of(IEnumerable<AuditEntry> entries) => [.. entries.Select(Of)];

    public static JournalEntry Of(AuditEntry entry)
    {
        try
        {
            return new JournalEntry(entry, PortfolioEventJson.Read(entry.Kind, entry.Payload));
        }
        catch (JsonException)
        {
            return new JournalEntry(entry, null); // of a newer program: it is listed by its kind
        }
    }
}
