using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Lists of what a portfolio was told and decided: a page looks through so much of its journal, however little it finds.</summary>
internal sealed class RecordLists(LiveBook book, IPortfolioJournal journal)
{
    /// <summary>Numbers that one page looks through at most.</summary>
    public const int PageSpan = 20_000;

    /// <summary>Entries in memory at a time: a decision has some ten kilobytes, and what was told late may have much more.</summary>
    private const int LookSize = 100;

    private static readonly string Currency = Conversions.Currency.Code;

    private KnownCorrections _corrections = KnownCorrections.None;

    public async Task<FillPage> FillsAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        RecordRules.Check(query);
        var (found, next, head) = await PageAsync(
            RecordRules.SearchOfFills(query), query.Before, query.Most, entry => RecordRules.FillOf(entry, query), cancellationToken);
        var known = await CorrectionsAsync(head);
        return new FillPage(
            Currency,
            [.. found.Select(one => one with { TakenBack = known.Of(PortfolioEventJson.Fill, one.Fill.FillId) })],
            next);
    }

    public async Task<FlowPage> FlowsAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        RecordRules.Check(query);
        if (query.AssetId is { } asset)
        {
            throw InvalidRequestException.At(
                "assetId", asset, "must be left out", "The question is refused: a payment is of no asset; ask without assetId.");
        }

        var (found, next, _) = await PageAsync(
            RecordRules.SearchOfFlows(query), query.Before, query.Most, RecordRules.FlowOf, cancellationToken);
        return new FlowPage(Currency, found, next);
    }

    public async Task<BookEventPage> EventsAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        RecordRules.Check(query);
        var (found, next, head) = await PageAsync(
            RecordRules.SearchOfEvents(query), query.Before, query.Most, entry => RecordRules.EventOf(entry, query), cancellationToken);
        var known = await CorrectionsAsync(head);
        return new BookEventPage(
            Currency,
            [.. found.Select(one => one with { TakenBack = known.Of(PortfolioEventJson.Event, one.Event.EventId) })],
            next);
    }

    public async Task<DecisionPage> DecisionsAsync(DecisionQuery query, CancellationToken cancellationToken)
    {
        RecordRules.Check(query);
        var (found, next, _) = await PageAsync(
            RecordRules.SearchOf(query), query.Before, query.Most, entry => RecordRules.DecisionOf(entry, query), cancellationToken);
        return new DecisionPage(Currency, found, next);
    }

    private async Task<(ImmutableArray<T> Found, long? Next, long Head)> PageAsync<T>(
        JournalSearch search, long? asked, int most, Func<AuditEntry, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var head = (await book.GetAsync()).Head.Sequence;
        var before = Math.Min(asked ?? long.MaxValue, head + 1);
        var floor = Math.Max(1, before - PageSpan);
        var found = ImmutableArray.CreateBuilder<T>();
        while (true)
        {
            var entries = await journal.SearchAsync(book.PortfolioId, search, floor, before, LookSize, cancellationToken);
            foreach (var entry in entries)
            {
                if (read(entry) is { } row)
                {
                    found.Add(row);
                    if (found.Count == most)
                    {
                        return (found.ToImmutable(), entry.Sequence > 1 ? entry.Sequence : null, head);
                    }
                }
            }

            if (entries.Length < LookSize)
            {
                var isEnd = floor == 1 || await IsBeforeAsync(floor, search.ToldFrom, cancellationToken);
                return (found.ToImmutable(), isEnd ? null : floor, head);
            }

            before = entries[^1].Sequence;
        }
    }

    /// <summary>Whether nothing that is older than this can be asked for.</summary>
    private async Task<bool> IsBeforeAsync(long sequence, DateTimeOffset? toldFrom, CancellationToken cancellationToken) =>
        toldFrom is { } from && await journal.FindAsync(book.PortfolioId, sequence, cancellationToken) is { } entry && entry.At < from;

    // There are few, and what was read of them stays true: only what came since is read.
    private async Task<KnownCorrections> CorrectionsAsync(long head)
    {
        var known = _corrections;
        if (known.Until < head)
        {
            known = await book.FoldKindsAsync(
                RecordRules.Corrections, head, known, (before, entry) => before.With(RecordRules.TakenBackBy(entry)), known.Until);
            known = known with { Until = head };
            _corrections = known.Until > _corrections.Until ? known : _corrections;
        }

        return known;
    }

    /// <param name="Until">The last entry that was looked at.</param>
    private sealed record KnownCorrections(long Until, ImmutableDictionary<(string Kind, string Id), TakenBack> ByWrong)
    {
        public static KnownCorrections None { get; } = new(0, ImmutableDictionary<(string Kind, string Id), TakenBack>.Empty);

        public TakenBack? Of(string kind, string id) => ByWrong.GetValueOrDefault((kind, id));

        public KnownCorrections With((string Kind, string Id, TakenBack How)? correction) => correction is { } one
            ? this with { ByWrong = ByWrong.SetItem((one.Kind, one.Id), one.How) }
            : this;
    }
}
