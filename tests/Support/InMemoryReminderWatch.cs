using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansAssets.Domain.Reminders;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>What is expected of reminders, in memory. Outlives a cluster.</summary>
internal sealed class InMemoryReminderWatch : IReminderWatchStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ReminderKey, ReminderWatch> _rows = [];

    public ImmutableArray<ReminderWatch> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values];
            }
        }
    }

    public Task ExpectAsync(ReminderKey key, TimeSpan period, DateTimeOffset dueAt, bool isNew, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var known = _rows.GetValueOrDefault(key);
            if (known is null || isNew || known.Period != period)
            {
                _rows[key] = new ReminderWatch(key, period, dueAt, known?.TickedAt, known?.WokenAt);
            }
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(ReminderKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _rows.Remove(key);
        }

        return Task.CompletedTask;
    }

    public Task TickedAsync(
        IReadOnlyCollection<KeyValuePair<ReminderKey, DateTimeOffset>> ticks, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var (key, at) in ticks)
            {
                if (_rows.TryGetValue(key, out var row) && !(row.TickedAt >= at))
                {
                    _rows[key] = row with { TickedAt = at };
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> ClaimAsync(ReminderWatch seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isSame = _rows.TryGetValue(seen.Key, out var row) && row.WokenAt == seen.WokenAt && row.TickedAt == seen.TickedAt;
            if (isSame)
            {
                _rows[seen.Key] = seen with { WokenAt = now };
            }

            return Task.FromResult(isSame);
        }
    }

    public Task<ReminderWatch?> FindAsync(ReminderKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.GetValueOrDefault(key));
        }
    }

    public Task<ImmutableArray<ReminderWatch>> GetDueBeforeAsync(
        DateTimeOffset instant, int countMax, CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ReminderWatch>>(
        [
            .. Rows.Where(row => OverdueRules.DueAt(row, DateTimeOffset.MinValue) < instant)
                .OrderBy(row => OverdueRules.DueAt(row, DateTimeOffset.MinValue)).Take(countMax),
        ]);
}
