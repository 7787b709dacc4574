using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.RiskModel;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.RiskModel;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.RiskModel;

/// <summary>
/// The risk model: while the first candles come in, every few seconds, for a minute or two, so that a new installation can trade at once;
/// until there are any, each minute; then each hour, as every market closes its day at an hour of its own.
/// </summary>
internal sealed partial class RiskModelGrain(
    [PersistentState(StateNames.RiskModel)] IPersistentState<RiskModelState> storage,
    AssetsConfiguration configuration,
    ICandleReader candles,
    IMacroEventReader events,
    ICorrelationStore correlations,
    TimeProvider clock,
    ILogger<RiskModelGrain> log) : Grain, IRiskModelGrain, IRiskModelInnerGrain
{
    private const string RefreshReminder = "refresh";

    private static readonly TimeSpan UntilFirst = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    private static readonly TimeSpan EarlyEvery = TimeSpan.FromSeconds(5);
    private const int EarlyMax = 24;

    /// <summary>Measurements in a row that find no further market: the first candles are in.</summary>
    private const int AlikeMin = 3;

    private readonly Stored<RiskModelState> _state = new(storage);
    private IGrainTimer? _early;
    private int _earlyLeft;
    private int _alike;

    public Task<RiskModelView> GetAsync() => Task.FromResult(_state.Value.Model);

    public async Task StartAsync()
    {
        await EnsureReminderAsync();
        if (_state.Value.Model.AsOf is null)
        {
            (_earlyLeft, _alike) = (EarlyMax, 0);
            _early ??= this.RegisterGrainTimer(MeasureEarlyAsync, new GrainTimerCreationOptions(EarlyEvery, EarlyEvery));
        }
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await RefreshAsync(CancellationToken.None);
        await EnsureReminderAsync();
    }

    public async Task<RiskModelView> RefreshAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var assets = await ReadAsync(now.AddDays(-RiskModelRules.HistoryDays), cancellationToken);
        var model = RiskModelRules.Measure(assets, configuration.Risk.Orders, now);
        if (model.AsOf is not { } asOf)
        {
            // Nothing to measure is no news: a model that is there stays until it is too old.
            return _state.Value.Model;
        }

        model = await WithEventsAsync(model, now, cancellationToken);
        // The table first: a matrix that decisions refer to by its date can be found there.
        await correlations.SaveAsync(model, ClassOf, cancellationToken);
        var before = _state.Value.Model;
        await _state.WriteAsync(new RiskModelState { Model = model });
        if ((before.Regimes.Length, before.Pairs.Length, before.AsOf) != (model.Regimes.Length, model.Pairs.Length, asOf))
        {
            LogMeasured(model.Regimes.Length, model.Pairs.Length, asOf);
        }

        return model;
    }

    private async Task MeasureEarlyAsync(CancellationToken cancellationToken)
    {
        var before = _state.Value.Model.Regimes.Length;
        var model = await RefreshAsync(cancellationToken);
        _alike = before > 0 && model.Regimes.Length == before ? _alike + 1 : 0;
        _earlyLeft--;
        if (_alike == AlikeMin || _earlyLeft == 0)
        {
            _early?.Dispose();
            _early = null;
            await EnsureReminderAsync();
        }
    }

    private Task EnsureReminderAsync()
    {
        var period = _state.Value.Model.AsOf is null ? UntilFirst : Usual;
        return this.EnsureReminderAsync(RefreshReminder, period, period);
    }

    private async Task<ImmutableArray<AssetBars>> ReadAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var read = ImmutableArray.CreateBuilder<AssetBars>();
        foreach (var asset in configuration.Assets)
        {
            var daily = await candles.GetDailyAsync(asset.Id, from, cancellationToken);
            if (AssetBars.Of(asset, daily, RiskModelRules.MinimumOverlap + 1) is { } bars)
            {
                read.Add(bars);
            }
        }

        return read.DrainToImmutable();
    }

    private async Task<RiskModelView> WithEventsAsync(RiskModelView model, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!MacroRules.NeedCalendar(configuration.MacroEvents))
        {
            return model;
        }

        var (read, ends) = await events.ReadAsync(now - MacroRules.Ahead, now + MacroRules.Ahead, cancellationToken);
        var calendars = await Task.WhenAll(
            from source in configuration.Sources
            from schedule in source.Datasets
            where schedule.Kind == DatasetKind.Calendar && ends.ContainsKey(source.Id)
            select CalendarAsync(source.Id, schedule, ends[source.Id]));
        return model with
        {
            Events = MacroRules.Heeded(configuration.MacroEvents, read), EventsUntil = MacroRules.KnownUntil(calendars),
        };
    }

    private async Task<CollectedCalendar> CalendarAsync(string sourceId, DatasetSchedule schedule, DateTimeOffset endsAt)
    {
        var feed = await GrainFactory.GetGrain<IFeedGrain>(Keys.Feed(new FeedId(sourceId, FeedId.Market, schedule.Name))).GetAsync();
        return new CollectedCalendar(endsAt, feed.CollectedAt, TimeSpan.FromSeconds(schedule.EverySeconds));
    }

    private string ClassOf(string assetId) => configuration.FindAsset(assetId)?.ClassId
        ?? throw new InvalidOperationException($"The model holds '{assetId}', which the configuration it was measured by has not.");

    [LoggerMessage(2401, LogLevel.Information, "Risk model: {Assets} markets and {Pairs} correlations as of {AsOf:yyyy-MM-dd}")]
    private partial void LogMeasured(int assets, int pairs, DateOnly asOf);
}
