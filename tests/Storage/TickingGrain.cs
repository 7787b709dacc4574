using System.Threading.Channels;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Grains.Reminders;

namespace OrleansAssets.Tests.Storage;

[Alias("tests.ITickingGrain")]
public interface ITickingGrain : IGrainWithStringKey
{
    [Alias("RegisterAsync")]
    Task RegisterAsync(string name, TimeSpan dueTime, TimeSpan period);

    [Alias("EnsureAsync")]
    Task EnsureAsync(string name, TimeSpan dueTime, TimeSpan period);

    [Alias("UnregisterAsync")]
    Task UnregisterAsync(string name);

    [Alias("UnregisterStaleAsync")]
    Task UnregisterStaleAsync(string name, TimeSpan period);

    [Alias("NamesAsync")]
    Task<string[]> NamesAsync();

    [Alias("HasAsync")]
    Task<bool> HasAsync(string name);
}

[GrainType("ticking")]
public sealed class TickingGrain(TickLog log) : Grain, ITickingGrain, IRemindable
{
    public Task RegisterAsync(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public Task EnsureAsync(string name, TimeSpan dueTime, TimeSpan period) => this.EnsureReminderAsync(name, dueTime, period);

    public async Task UnregisterAsync(string name)
    {
        if (await this.GetReminder(name) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    public async Task UnregisterStaleAsync(string name, TimeSpan period)
    {
        var stale = await this.RegisterOrUpdateReminder(name, period, period);
        await this.RegisterOrUpdateReminder(name, period, period);
        await this.UnregisterReminder(stale);
    }

    public async Task<string[]> NamesAsync() =>
        [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal)];

    public async Task<bool> HasAsync(string name) => await this.GetReminder(name) is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status) => log.OnTickAsync(reminderName, status);
}

/// <summary>The ticks that grains got, in order, and what a tick does before it ends.</summary>
public sealed class TickLog
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    readonly Channel<(string Name, TickStatus Status)> _ticks = Channel.CreateUnbounded<(string, TickStatus)>();

    public Func<Task> During { get; set; } = static () => Task.CompletedTask;

    public int Waiting => _ticks.Reader.Count;

    public async Task OnTickAsync(string name, TickStatus status)
    {
        await _ticks.Writer.WriteAsync((name, status));
        await During();
    }

    public async Task<(string Name, TickStatus Status)> NextAsync() => await _ticks.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
