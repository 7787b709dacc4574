using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.CorporateActions;

/// <summary>
/// Applies corporate actions each minute: what holds and is not settled goes to every portfolio that held the asset, as an event whose id
/// follows from the action, and is settled once all have it. A crash in between repeats the events, which each book takes once. One that
/// cannot be read is named, and asked again each minute; the others have it meanwhile.
/// </summary>
internal sealed partial class CorporateActionsGrain(
    ICorporateActionStore actions,
    IAuditLog journals,
    AssetsConfiguration configuration,
    TimeProvider clock,
    ILogger<CorporateActionsGrain> log) : Grain, ICorporateActionsGrain, ICorporateActionsInnerGrain
{
    private const string ApplyReminder = "apply";

    /// <summary>Most actions of one call: a source that is asked for the first time tells those of two years.</summary>
    private const int ActionsMax = 40;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Quotes of the asset ask too, and much more often than a portfolio is mended.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(50);

    private readonly Dictionary<string, DateTimeOffset> _waiting = new(StringComparer.Ordinal);

    public Task<ImmutableArray<CorporateActionView>> GetAsync(
        string? assetId, DateOnly from, CancellationToken cancellationToken = default) =>
        assetId is null || configuration.FindAsset(assetId) is not null
            ? actions.ListAsync(assetId, from, cancellationToken)
            : throw UnknownId.Of("asset", assetId, configuration.Assets.Select(asset => asset.Id));

    public Task StartAsync() => this.EnsureReminderAsync(ApplyReminder, Period, Period);

    public Task ReceiveReminder(string reminderName, TickStatus status) => ApplyAsync();

    public async Task<int> ApplyAsync()
    {
        var now = clock.GetUtcNow();
        if (!await actions.HasDueAsync(assetId: null, NewYorkTime.DateOf(now), CancellationToken.None))
        {
            return 0;
        }

        // The settled ones tell what another source has told already.
        var known = await actions.ListAsync(
            assetId: null, DateOnly.MinValue, CancellationToken.None);
        var (settled, unsettled) = (0, 0);
        foreach (var one in SettlingRules.Due(known, configuration, now))
        {
            if (settled == ActionsMax || unsettled == ActionsMax)
            {
                break;
            }

            if (_waiting.TryGetValue(SettlingRules.EventId(one.Action), out var tried) && tried + RetryAfter > now)
            {
                continue;
            }

            (settled, unsettled) = await SettleAsync(one) ? (settled + 1, unsettled) : (settled, unsettled + 1);
        }

        return settled;
    }

    /// <returns>Whether it is settled: not while a portfolio cannot be read.</returns>
    private async Task<bool> SettleAsync(DueAction due)
    {
        var (holders, unread) = due.Outcome == SettledOutcome.SameAsAnother ? ([], []) : await HoldersAsync(due);
        var (applied, refused) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        var known = ImmutableArray.CreateBuilder<string>();
        foreach (var portfolio in due.Event is null ? [] : holders)
        {
            try
            {
                var answer = await GrainFactory.GetGrain<IPortfolioGrain>(Keys.Portfolio(portfolio))
                    .RecordEventAsync(due.Event!); // there is one
                applied.Add(portfolio);
                if (answer.EventId != due.Event!.EventId)
                {
                    known.Add($"Portfolio {portfolio} had it already, as '{answer.EventId}'.");
                }
            }
            catch (InvalidRequestException exception)
            {
                refused.Add($"Portfolio {portfolio} refuses it: {exception.Message}");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                unread = unread.Add((portfolio, exception.Message));
            }
        }

        if (!unread.IsEmpty)
        {
            await WaitForAsync(due, unread);
            return false;
        }

        var settled = SettlingRules.SettledOf(
            due, holders, applied.DrainToImmutable(), refused.DrainToImmutable(), clock.GetUtcNow(), known.DrainToImmutable());
        if (SettlingRules.NoticeOf(due, settled) is { } notice)
        {
            // Before it is settled: a crash in between settles it again, and tells nobody twice.
            await GrainFactory.GetGrain<INoticeOutboxGrain>(Keys.Notices).RaiseAsync(notice);
        }

        await actions.SettleAsync(settled, CancellationToken.None);
        _waiting.Remove(SettlingRules.EventId(due.Action));
        Tell(due, settled);
        return true;
    }

    // Told once for each of them: it is asked again each minute.
    private async Task WaitForAsync(DueAction due, ImmutableArray<(string Portfolio, string Fault)> unread)
    {
        _waiting[SettlingRules.EventId(due.Action)] = clock.GetUtcNow();
        foreach (var (portfolio, fault) in unread)
        {
            LogUnread($"{SettlingRules.EventId(due.Action)} of {due.Action.SourceId}", portfolio, fault);
            await GrainFactory.GetGrain<INoticeOutboxGrain>(Keys.Notices)
                .RaiseAsync(SettlingRules.NoticeOf(due, portfolio, fault, clock.GetUtcNow()));
        }
    }

    /// <summary>
    /// The portfolios that held the asset when the action came to hold, of all that have a journal, paper ones too, whatever they hold by
    /// now; and those of which nobody knows, with the reason.
    /// </summary>
    /// <exception cref="Exception">None of them could be asked: it is not the portfolios then.</exception>
    private async Task<(ImmutableArray<string> Holders, ImmutableArray<(string Portfolio, string Fault)> Unread)> HoldersAsync(
        DueAction due)
    {
        var ids = (await journals.GetStreamsAsync(CancellationToken.None)).Select(stream => stream.Name)
            .Where(name => name.StartsWith(Keys.Portfolios, StringComparison.Ordinal)).Select(Keys.IdOf)
            .Order(StringComparer.Ordinal).ToArray();
        var asked = await Task.WhenAll(ids.Select(id => AskAsync(id, due.Action)));
        var unread = asked.Where(one => one.Fault is not null).ToArray();
        if (unread.Length > 0 && unread.Length == asked.Length)
        {
            ExceptionDispatchInfo.Throw(unread[0].Fault!); // those that are unread have one
        }

        return (
            [.. asked.Where(one => one.IsConcerned).Select(one => one.Portfolio)],
            [.. unread.Select(one => (one.Portfolio, one.Fault!.Message))]);
    }

    private async Task<(string Portfolio, bool IsConcerned, Exception? Fault)> AskAsync(string portfolio, CorporateAction action)
    {
        try
        {
            return (portfolio, await GrainFactory.GetGrain<IPortfolioInnerGrain>(Keys.Portfolio(portfolio)).IsConcernedAsync(action), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return (portfolio, false, fault);
        }
    }

    private void Tell(DueAction due, SettledAction settled)
    {
        var what = $"{SettlingRules.EventId(due.Action)} of {due.Action.SourceId}";
        if (settled is { Outcome: SettledOutcome.Applied, Portfolios.IsEmpty: false })
        {
            LogApplied(what, string.Join(", ", settled.Portfolios), settled.Note ?? "");
        }
        else if (settled.Outcome is SettledOutcome.LeftToPeople or SettledOutcome.TooLate)
        {
            LogLeft(what, settled.Note ?? "");
        }
    }

    [LoggerMessage(2601, LogLevel.Information, "Corporate action {Action} was applied to {Portfolios}. {Note}")]
    private partial void LogApplied(string action, string portfolios, string note);

    [LoggerMessage(2603, LogLevel.Warning, "Corporate action {Action} waits for portfolio {Portfolio}: {Fault} Tried again each minute")]
    private partial void LogUnread(string action, string portfolio, string fault);

    [LoggerMessage(2602, LogLevel.Warning, "Corporate action {Action} has to be looked at. {Note}")]
    private partial void LogLeft(string action, string note);
}
