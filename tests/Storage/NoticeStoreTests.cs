using System.Collections.Immutable;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Tests.Storage;

/// <summary>The outbox of notices in PostgreSQL: what stands is compared with what is said, and what happened is taken once.</summary>
public sealed class NoticeStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;
    private static int _sources;

    private readonly string _source = $"portfolio/test-{Interlocked.Increment(ref _sources)}";

    private NoticeStore Store => new(postgres.DataSource);

    [Fact]
    public async Task Report_TheSameAgain_TellsOnceAndKeepsWhen()
    {
        Assert.Equal(1, await ReportAsync(0, Fact("halt-1", NoticeSeverity.Warning)));
        Assert.Equal(0, await ReportAsync(5, Fact("halt-1", NoticeSeverity.Warning)));

        var notice = Assert.Single(await StandingAsync());
        Assert.Equal((Start, Start.AddMinutes(5), 1L), (notice.Since, notice.LastAt, notice.Count));
        Assert.Equal(["raised"], await NewsAsync());
    }

    [Fact]
    public async Task Report_NotSaidAnyMore_IsClearedAndOtherSourcesStay()
    {
        await ReportAsync(0, Fact("halt-1", NoticeSeverity.Warning), Fact("halt-2", NoticeSeverity.Critical));
        await Store.ReportAsync($"{_source}/other", [Fact("halt-3", NoticeSeverity.Info)], Start, None);

        Assert.Equal(1, await ReportAsync(1, Fact("halt-2", NoticeSeverity.Critical)));

        Assert.Equal([$"{_source} halt-2", $"{_source} halt-3"], (await StandingAsync()).Select(notice => notice.Subject));
        Assert.Equal(["raised", "raised", "cleared"], await NewsAsync());
    }

    [Fact]
    public async Task Report_Worse_IsToldAgainAndWhatWasSeenIsNot()
    {
        await ReportAsync(0, Fact("DRAWDOWN", NoticeSeverity.Warning));
        var id = Assert.Single(await StandingAsync()).Id;
        await Store.AcknowledgeAsync(id, new NoticeAcknowledgement("Ada", Start, "watching"), None);

        await ReportAsync(1, Fact("DRAWDOWN", NoticeSeverity.Critical));
        var worse = Assert.Single(await StandingAsync());
        Assert.Equal((id, NoticeSeverity.Critical, null), (worse.Id, worse.Severity, worse.Acknowledgement));
        await ReportAsync(2, Fact("DRAWDOWN", NoticeSeverity.Warning)); // better again is nothing to wake anybody for
        Assert.Equal(["raised", "worsened"], await NewsAsync());
    }

    [Fact]
    public async Task Report_BackBeforeAnybodyWasToldThatItHealed_GoesOnAsTheSameAndIsCounted()
    {
        await ReportAsync(0, Fact("halt-1", NoticeSeverity.Warning));
        await ReportAsync(1);
        await ReportAsync(2, Fact("halt-1", NoticeSeverity.Warning));

        var notice = Assert.Single(await StandingAsync());
        Assert.Equal((2L, Start), (notice.Count, notice.Since));
        Assert.Equal(["raised"], await NewsAsync());

        await ReportAsync(3);
        await ExecuteAsync("UPDATE notice_news SET routed_at = now() WHERE news = 'cleared'"); // people were told
        await ReportAsync(4, Fact("halt-1", NoticeSeverity.Warning));
        Assert.Equal((1L, Start.AddMinutes(4)), ((await StandingAsync())[0].Count, (await StandingAsync())[0].Since));
        Assert.Equal(["raised", "cleared", "raised"], await NewsAsync());
    }

    [Fact]
    public async Task Report_ManyAtOnce_EachFactStandsOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n =>
            ReportAsync(n, Fact("halt-1", NoticeSeverity.Warning), Fact("halt-2", NoticeSeverity.Critical))));

        Assert.Equal(2, (await StandingAsync()).Length);
        Assert.Equal(["raised", "raised"], await NewsAsync());
    }

    [Fact]
    public async Task Add_TheSameEventAgain_IsToldOnceAndStandsForNothing()
    {
        var happened = new NoticeEvent($"{_source}#7", _source, Fact("halt-1", NoticeSeverity.Warning), Start);

        Assert.True(await Store.AddAsync(happened, None));
        Assert.False(await Store.AddAsync(happened, None));
        await ReportAsync(1); // what happened is not cleared by what stands

        Assert.Empty(await StandingAsync());
        Assert.Equal(Start, Assert.Single(await Store.ListAsync(new NoticeQuery(false, _source), None)).ClearedAt);
        Assert.Equal(["raised"], await NewsAsync());
    }

    /// <summary>One heals between two pages: it keeps its place.</summary>
    [Fact]
    public async Task Find_PageByPage_TellsEachOnceTheNewestNumberFirst()
    {
        NoticeFact[] facts = [.. Enumerable.Range(1, 5).Select(n => Fact($"halt-{n}", NoticeSeverity.Warning))];
        for (var count = 1; count <= facts.Length; count++)
        {
            await ReportAsync(count, [.. facts[..count]]);
        }

        var first = await PageAsync(before: null);
        await ReportAsync(9, [.. facts.Where(fact => !fact.Subject.EndsWith("halt-4", StringComparison.Ordinal))]);
        var second = await PageAsync(first.Next);
        var third = await PageAsync(second.Next);

        Assert.Equal(
            facts.Reverse().Select(fact => fact.Subject),
            new[] { first, second, third }.SelectMany(page => page.Notices).Select(notice => notice.Subject));
        Assert.Null(third.Next);
    }

    private async Task<NoticePage> PageAsync(long? before) => NoticeCheck.Page(
        await Store.FindAsync(new NoticePageQuery(Standing: false, _source, before, 3), None), 2);

    [Fact]
    public async Task Acknowledge_Twice_KeepsTheFirstAndIsInTheAuditLog()
    {
        await ReportAsync(0, Fact("halt-1", NoticeSeverity.Warning));
        var id = Assert.Single(await StandingAsync()).Id;

        Assert.True(await Store.AcknowledgeAsync(id, new NoticeAcknowledgement("Ada", Start, "on it"), None));
        Assert.False(await Store.AcknowledgeAsync(id, new NoticeAcknowledgement("Bob", Start, null), None));

        Assert.Equal(new NoticeAcknowledgement("Ada", Start, "on it"), (await Store.FindAsync(id, None))?.Acknowledgement);
        var entry = Assert.Single(await new AuditLog(postgres.DataSource).ReadLastAsync(NoticeStore.Stream, 1, None));
        Assert.Equal(("acknowledged", "Ada"), (entry.Kind, entry.Actor));
        Assert.False(await Store.AcknowledgeAsync(long.MaxValue, new NoticeAcknowledgement("Ada", Start, null), None));
    }

    private NoticeFact Fact(string part, NoticeSeverity severity) => new(NoticeKinds.Halt, $"{_source} {part}", severity, $"{part} stands");

    private Task<int> ReportAsync(int minute, params ImmutableArray<NoticeFact> facts) =>
        Store.ReportAsync(_source, facts, Start.AddMinutes(minute), None);

    private Task<ImmutableArray<Notice>> StandingAsync() => Store.ListAsync(new NoticeQuery(Standing: true, _source), None);

    private async Task<IReadOnlyList<string>> NewsAsync()
    {
        await using var command = postgres.DataSource.CreateCommand(
            "SELECT news FROM notice_news JOIN notices ON notices.id = notice_id WHERE source = $1 ORDER BY notice_news.id");
        command.Parameters.AddWithValue(_source);
        await using var reader = await command.ExecuteReaderAsync();
        var news = new List<string>();
        while (await reader.ReadAsync())
        {
            news.Add(reader.GetString(0));
        }

        return news;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = postgres.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
