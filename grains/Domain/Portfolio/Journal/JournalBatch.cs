using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Journal;

/// <summary>What a portfolio writes in one transaction: all of it, or nothing.</summary>
/// <param name="Entries">Entries of its stream, in order, at least one.</param>
/// <param name="Ids">Ids of callers that the entries used up.</param>
/// <param name="Inputs">What decisions among the entries depended on.</param>
/// <param name="Trades">Trades that were closed.</param>
/// <param name="Days">Days that ended.</param>
public sealed record JournalBatch(
    string PortfolioId,
    ImmutableArray<AuditEntry> Entries,
    ImmutableArray<JournalId> Ids,
    ImmutableArray<JournalInput> Inputs,
    ImmutableArray<JournalTrade> Trades,
    ImmutableArray<EquityPoint> Days)
{
    public string Stream => Keys.Portfolio(PortfolioId);
}

/// <summary>An id that a caller gave.</summary>
/// <param name="Kind"><c>order</c>, <c>fill</c> or <c>flow</c>.</param>
public sealed record JournalId(string Kind, string Id, string ContentHash, long Sequence);

/// <summary>Inputs of a decision.</summary>
/// <param name="Hash">SHA-256 of <paramref name="Json"/>, hex.</param>
public sealed record JournalInput(string Hash, ReadOnlyMemory<byte> Json);

public sealed record JournalTrade(Trade Trade, string ClassId);
