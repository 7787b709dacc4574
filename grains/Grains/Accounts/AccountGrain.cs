using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using OrleansAssets.Accounts;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Accounts;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Access;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Accounts;

/// <summary>
/// The account above the portfolios. A halt is written here before the first portfolio is told, and each minute brings every portfolio to
/// it: a crash in between, or a portfolio that does not answer, leaves none that goes on for longer.
/// </summary>
/// <remarks>It calls portfolios; they call only <see cref="NudgeAsync"/>, and do not wait for it.</remarks>
internal sealed partial class AccountGrain(
    [PersistentState(StateNames.Account)] IPersistentState<AccountState> storage, PortfolioDirectory portfolios,
    AssetsConfiguration configuration, TimeProvider clock, ILogger<AccountGrain> log)
    : Grain, IAccountGrain, IAccountInnerGrain, IRemindable
{
    private const string ReminderName = "account";

    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly Stored<AccountState> _state = new(storage);

    public Task StartAsync() => this.EnsureReminderAsync(ReminderName, RemindEvery, RemindEvery);

    public async Task<AccountView> GetAsync(CancellationToken cancellationToken = default)
    {
        var read = await ReadAsync(cancellationToken);
        return AccountRules.View(_state.Value, read.Views, read.Unread);
    }

    public async Task<AccountHalt> HaltAsync(string by, string reason)
    {
        var (name, cause) = (CleanText.Of(by, IdCheck.LengthMax), CleanText.Of(reason, FillCheck.TextLengthMax));
        await StartAsync();
        await WriteAsync(AccountRules.Halt(_state.Value, name, cause, clock.GetUtcNow()));
        await EnforceAsync(
            from id in await portfolios.ListAsync()
            where !Written().Portfolios.ContainsKey(id)
            select (Written(), id));
        return Written();

        AccountHalt Written() => _state.Value.Halts.First(halt => halt.Origin is null && halt.By == name && halt.Cause == cause);
    }

    public async Task<AccountView> ResetAsync(ResetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FillCheck.CheckOperator("reset", "haltId", request.HaltId, request.Operator, request.Reason);
        var standing = await GrainFactory.StandingAsync(
            _state.Value.ResetWords.Any(word => word.HaltId == request.HaltId), clock.GetUtcNow());
        var (next, remark) = AccountRules.Reset(_state.Value, request, configuration.Approvals, clock.GetUtcNow(), standing);
        LogReset(request.HaltId, request.Operator, request.Reason, remark);
        await WriteAsync(next);
        await LiftAsync(await portfolios.ListAsync());
        return await GetAsync() with
        {
            Remark = _state.Value.Resets.IsEmpty ? remark : $"{remark} Where a portfolio does not answer it is lifted as soon as it does.",
        };
    }

    public Task<ImmutableArray<AccountHalt>> GetHaltsAsync() => Task.FromResult(_state.Value.Halts);

    public Task NudgeAsync() => LookAsync();

    public Task ReceiveReminder(string reminderName, TickStatus status) => LookAsync();

    private async Task LookAsync()
    {
        var views = (await ReadAsync(CancellationToken.None)).Views;
        await WriteAsync(AccountRules.Noted(AccountRules.Spread(_state.Value, views, clock.GetUtcNow()), views));
        await LiftAsync([.. views.Select(view => view.Id)]);
        await EnforceAsync(
            from view in views
            from halt in AccountRules.Missing(_state.Value.Halts, view.Id, HaltsOf(view))
            select (halt, view.Id));
        foreach (var view in views)
        {
            foreach (var haltId in AccountRules.Orphans(_state.Value, HaltsOf(view)))
            {
                await TryAsync(view.Id, () => Inner(view.Id).ResetWithAccountAsync(
                    new AccountReset(haltId, AccountRules.Actor, "the account has lifted its halt")));
            }
        }

        await TellAsync();
    }

    // It is in force where nobody could be told, as every decision asks for it; a portfolio that does not answer is told each minute anew.
    private async Task EnforceAsync(IEnumerable<(AccountHalt Halt, string PortfolioId)> missing)
    {
        foreach (var (halt, id) in missing.ToArray())
        {
            ActiveHalt? there = null;
            if (await TryAsync(id, async () => there = await Inner(id).HaltWithAccountAsync(AccountRules.CauseOf(halt))))
            {
                await _state.WriteAsync(AccountRules.InForce(_state.Value, halt.HaltId, id, there!.HaltId)); // it has answered
            }
        }
    }

    // Written before the first of them is told: a reset that fails on its way is finished by its repetition, or by the next minute.
    private async Task LiftAsync(ImmutableArray<string> ids)
    {
        foreach (var reset in _state.Value.Resets)
        {
            var isWhole = true;
            foreach (var id in ids)
            {
                isWhole &= await TryAsync(id, () => Inner(id).ResetWithAccountAsync(reset));
            }

            if (isWhole)
            {
                await _state.WriteAsync(_state.Value with { Resets = _state.Value.Resets.Remove(reset) });
            }
        }
    }

    // One that does not answer keeps nobody from the others.
    private async Task<bool> TryAsync(string portfolioId, Func<Task> tell)
    {
        try
        {
            await tell();
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUntold(portfolioId, exception.Message);
            return false;
        }
    }

    private async Task WriteAsync(AccountState next)
    {
        if (!ReferenceEquals(next, _state.Value))
        {
            await _state.WriteAsync(next);
            await TellAsync();
        }
    }

    private Task TellAsync() => GrainFactory.GetGrain<INoticeOutboxGrain>(Keys.Notices).ReportAsync(
        Keys.Account, AccountRules.Standing(_state.Value));

    private Task<PortfolioReading> ReadAsync(CancellationToken cancellationToken) =>
        PortfolioReading.OfAllAsync(portfolios, GrainFactory, cancellationToken);

    private static ImmutableArray<ActiveHalt> HaltsOf(PortfolioView view) => view.Book?.Halts ?? [];

    private IPortfolioInnerGrain Inner(string id) => GrainFactory.GetGrain<IPortfolioInnerGrain>(Keys.Portfolio(id));

    [LoggerMessage(2130, LogLevel.Warning, "Account: {Operator} resets {HaltId} ({Reason}): {Remark}")]
    private partial void LogReset(string haltId, string @operator, string reason, string remark);

    [LoggerMessage(2131, LogLevel.Error, "Account: portfolio {PortfolioId} does not answer, and is told again in a minute: {Fault}")]
    private partial void LogUntold(string portfolioId, string fault);
}
