using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Reminders;

namespace Orleans.Runtime.ReminderService;

/// <summary>
/// Keeps reminders in the table and ticks in this process. The only process of the service owns the whole hash ring, so it reads
/// every row at start and at each refresh.
/// </summary>
sealed partial class LocalReminderService : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    readonly IReminderTable _table;
    readonly IGrainFactory _grains;
    readonly TimeProvider _clock;
    readonly ReminderOptions _options;
    readonly ILogger _logger;
    readonly ReminderTicker _ticker;
    readonly ReminderListRefresh _refresh;

    public LocalReminderService(
        IReminderTable table,
        IGrainFactory grains,
        [FromKeyedServices(ReminderTimeProviderNames.Reminders)] TimeProvider clock,
        IOptions<ReminderOptions> options,
        ILogger<LocalReminderService> logger)
    {
        _table = table;
        _grains = grains;
        _clock = clock;
        _options = options.Value;
        _logger = logger;
        _ticker = new ReminderTicker(clock, _options.ReminderLoadingWindow, DeliverAsync);
        _refresh = new ReminderListRefresh(LoadAsync, clock, _options.RefreshReminderListPeriod, logger);
    }

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe("ReminderTable", ServiceLifecycleStage.RuntimeGrainServices, StartTableAsync, _table.StopAsync);
        // Loaded before the silo is active, so that what runs when it is can register; ticking only then.
        lifecycle.Subscribe("ReminderList", ServiceLifecycleStage.BecomeActive, _ => _refresh.StartAsync());
        lifecycle.Subscribe("Reminders", ServiceLifecycleStage.Active, StartTicking, StopTickingAsync);
    }

    /// <summary>A silo that was killed was never stopped: its timers must not outlive it.</summary>
    public void Dispose()
    {
        _refresh.Dispose();
        _ = _ticker.StopAsync();
    }

    internal async Task<IGrainReminder> RegisterOrUpdateAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        await _refresh.WaitForFirstLoadAsync();
        var entry = new ReminderEntry
        {
            GrainId = grainId,
            ReminderName = name,
            StartAt = WholeMilliseconds(_clock.GetUtcNow().UtcDateTime + dueTime),
            Period = period,
        };
        entry.ETag = await _table.UpsertRow(entry)
            ?? throw new ReminderException($"Reminder {entry} was not stored, because it was changed at the same time; retry.");
        _ticker.Set(entry);
        return new ReminderHandle(grainId, name, entry.ETag);
    }

    internal async Task UnregisterAsync(IGrainReminder reminder)
    {
        var handle = reminder as ReminderHandle
            ?? throw new ArgumentException($"Reminder {reminder} was not made by this reminder service.", nameof(reminder));
        await _refresh.WaitForFirstLoadAsync();

        var isRemoved = await _table.RemoveRow(handle.GrainId, handle.ReminderName, handle.ETag)
            || await _table.ReadRow(handle.GrainId, handle.ReminderName) is null; // gone already is as good
        if (!isRemoved)
            throw new ReminderException($"Reminder {handle} was changed since it was read; get it again and retry.");
        _ticker.Remove(handle.GrainId, handle.ReminderName);
    }

    internal async Task<IGrainReminder?> GetAsync(GrainId grainId, string name) =>
        await _table.ReadRow(grainId, name) is { } entry ? HandleOf(entry) : null;

    internal async Task<List<IGrainReminder>> GetAllAsync(GrainId grainId) =>
        [.. (await _table.ReadRows(grainId)).Reminders.Select(HandleOf)];

    async Task StartTableAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.InitializationTimeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await _table.StartAsync(both.Token);
    }

    Task StartTicking(CancellationToken cancellationToken)
    {
        _ticker.Start();
        return Task.CompletedTask;
    }

    async Task StopTickingAsync(CancellationToken cancellationToken)
    {
        await _refresh.StopAsync();
        try
        {
            await _ticker.StopAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogStopCut();
        }
    }

    async Task LoadAsync()
    {
        var sequence = _ticker.BeginRead();
        var rows = await _table.ReadRows(0, 0);
        var usable = rows.Reminders.ToLookup(row => row.Period > TimeSpan.Zero);
        foreach (var row in usable[false])
            LogNoPeriod(row);
        _ticker.Merge(usable[true], sequence);
    }

    async Task DeliverAsync(ReminderEntry entry, TickStatus status)
    {
        try
        {
            await _grains.GetGrain<IRemindable>(entry.GrainId).ReceiveReminder(entry.ReminderName, status);
        }
        catch (Exception exception)
        {
            // Whatever the grain threw is the grain's; the next tick comes a period later.
            LogTickFailed(exception, entry, status);
        }
    }

    static IGrainReminder HandleOf(ReminderEntry entry) => new ReminderHandle(entry.GrainId, entry.ReminderName, entry.ETag ?? "");

    /// <summary>The table keeps milliseconds; with the same instant here, ticks do not shift when the silo restarts.</summary>
    static DateTime WholeMilliseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    [LoggerMessage(102915, LogLevel.Error, "Reminder {Reminder} failed at tick {Status}; the next tick comes after its period.")]
    partial void LogTickFailed(Exception exception, ReminderEntry reminder, TickStatus status);

    [LoggerMessage(102935, LogLevel.Warning, "The time to stop ran out with ticks still running.")]
    partial void LogStopCut();

    [LoggerMessage(102908, LogLevel.Error, "Reminder {Reminder} in the table has no period greater than zero; it does not tick.")]
    partial void LogNoPeriod(ReminderEntry reminder);
}
