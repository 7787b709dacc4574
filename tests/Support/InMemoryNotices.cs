using System.Collections.Immutable;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Tests.Support;

/// <summary>Notices in memory: what is told, not how it is delivered. Outlives a cluster.</summary>
internal sealed class InMemoryNotices : INoticeStore
{
    private readonly Lock _lock = new();
    private readonly List<Notice> _rows = [];
    private readonly HashSet<string> _events = new(StringComparer.Ordinal);

    /// <summary>All that was ever told, oldest first.</summary>
    public ImmutableArray<Notice> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows];
            }
        }
    }

    /// <summary>What stands, as kind and subject.</summary>
    public IEnumerable<string> Standing =>
        All.Where(notice => notice.ClearedAt is null).Select(notice => $"{notice.Kind} {notice.Subject}");

    /// <summary>What a portfolio writes with its entries.</summary>
    public void Write(string source, BookNotices notices, DateTimeOffset at)
    {
        foreach (var happened in notices.Happened)
        {
            Add(happened);
        }

        if (notices.Standing is { } standing)
        {
            Report(source, standing, at);
        }
    }

    public Task<int> ReportAsync(
        string source, ImmutableArray<NoticeFact> standing, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(Report(source, standing, now));

    public Task<bool> AddAsync(NoticeEvent happened, CancellationToken cancellationToken) => Task.FromResult(Add(happened));

    public Task<ImmutableArray<Notice>> ListAsync(NoticeQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<Notice>>(
        [
            .. All.Where(notice => Answers(notice, query.Standing, query.Subject))
                .OrderByDescending(notice => notice.ClearedAt is null).ThenByDescending(notice => notice.LastAt).Take(query.Max),
        ]);

    public Task<ImmutableArray<Notice>> FindAsync(NoticePageQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<Notice>>(
        [
            .. All.Where(notice => Answers(notice, query.Standing, query.Subject) && notice.Id < (query.Before ?? long.MaxValue))
                .OrderByDescending(notice => notice.Id).Take(query.Most),
        ]);

    public Task<Notice?> FindAsync(long noticeId, CancellationToken cancellationToken) =>
        Task.FromResult(All.FirstOrDefault(notice => notice.Id == noticeId));

    public Task<bool> AcknowledgeAsync(
        long noticeId, NoticeAcknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var index = _rows.FindIndex(notice => notice.Id == noticeId && notice.Acknowledgement is null);
            if (index >= 0)
            {
                _rows[index] = _rows[index] with { Acknowledgement = acknowledgement };
            }

            return Task.FromResult(index >= 0);
        }
    }

    private static bool Answers(Notice notice, bool standing, string? subject) => (!standing || notice.ClearedAt is null)
        && (subject is null || notice.Subject == subject || notice.Subject.StartsWith($"{subject} ", StringComparison.Ordinal));

    private int Report(string source, ImmutableArray<NoticeFact> standing, DateTimeOffset now)
    {
        lock (_lock)
        {
            var news = 0;
            foreach (var (index, known) in _rows.Index().Where(row => row.Item.Source == source && row.Item.ClearedAt is null).ToArray())
            {
                var fact = standing.FirstOrDefault(one => one.Kind == known.Kind && one.Subject == known.Subject);
                news += fact is null || fact.Severity > known.Severity ? 1 : 0;
                _rows[index] = fact is null
                    ? known with { ClearedAt = now }
                    : known with { Severity = fact.Severity, Text = fact.Text, LastAt = now };
            }

            foreach (var fact in standing.Where(fact => !_rows.Exists(row =>
                row.Source == source && row.ClearedAt is null && row.Kind == fact.Kind && row.Subject == fact.Subject)))
            {
                news++;
                _rows.Add(Row(source, fact, now, clearedAt: null));
            }

            return news;
        }
    }

    private bool Add(NoticeEvent happened)
    {
        lock (_lock)
        {
            if (!_events.Add(happened.EventId))
            {
                return false;
            }

            _rows.Add(Row(happened.Source, happened.Fact, happened.At, happened.At));
            return true;
        }
    }

    private Notice Row(string source, NoticeFact fact, DateTimeOffset at, DateTimeOffset? clearedAt) => new(
        _rows.Count + 1, source, fact.Kind, fact.Subject, fact.Severity, fact.Text, at, at, 1, null, clearedAt);
}

/// <summary>Nothing is on its way to anybody.</summary>
internal sealed class NoDeliveries : INoticeDeliveries
{
    public Task<int> EscalateAsync(
        NoticeSeverity severity, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<ImmutableArray<NoticeNews>> GetUnroutedAsync(
        DateTimeOffset clearedBefore, int countMax, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<NoticeNews>>([]);

    public Task RouteAsync(
        NoticeNews news, ImmutableArray<PlannedDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<ImmutableArray<NoticeNews>> GetUntoldAsync(string channel, int countMax, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<NoticeNews>>([]);

    public Task AddAsync(long newsId, PlannedDelivery delivery, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ImmutableArray<NoticeNews>> GetDueAsync(
        string channel, DateTimeOffset now, int countMax, ImmutableArray<long> except, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<NoticeNews>>([]);

    public Task DeliveredAsync(string channel, ImmutableArray<long> newsIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task FailedAsync(string channel, ImmutableArray<long> newsIds, string error, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<ImmutableArray<ChannelBacklog>> GetBacklogAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<ChannelBacklog>>([]);
}
