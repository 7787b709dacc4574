using System.Collections.Immutable;
using Orleans.Runtime;
using OrleansAssets.Accounts;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Accounts;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
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
internal sealed class AccountGrain(
    [PersistentState(StateNames.Account)] IPersistentState<AccountState> storage, PortfolioDirectory portfolios, TimeProvider clock)
    : Grain, IAccountGrain, IAccountInnerGrain, IRemindable
{
    private const string ReminderName = "account";

    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly Stored<AccountState> _state = new(storage);

    public Task StartAsync() => this.EnsureReminderAsync(ReminderName, RemindEvery, RemindEvery);

    public async Task<AccountView> GetAsync(CancellationToken cancellationToken = default) =>
        AccountRules.View(_state.Value, await ReadAsync(cancellationToken));

    public async Task<AccountHalt> HaltAsync(string by, string reason)
    {
        var (name, cause) = (CleanText.Of(by, IdCheck.LengthMax), CleanText.Of(reason, FillCheck.TextLengthMax));
        await StartAsync();
        await WriteAsync(AccountRules.Halt(_state.Value, name, cause, clock.GetUtcNow()));
        await EnforceAsync(await portfolios.ListAsync());
        return _state.Value.Halts.First(halt => halt.Origin is null && halt.By == name && halt.Cause == cause);
    }

    public async Task<AccountView> ResetAsync(ResetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FillCheck.CheckOperator("reset", request.HaltId, request.Operator, request.Reason);
        var halt = _state.Value.Halts.FirstOrDefault(known => known.HaltId == request.HaltId) ?? throw new InvalidRequestException(
            $"The account has no halt '{IdCheck.Given(request.HaltId)}' in force. "
            + (_state.Value.Halts.IsEmpty
                ? "None is in force."
                : $"In force: {string.Join(", ", _state.Value.Halts.Select(known => known.HaltId))}."));
        foreach (var (id, there) in halt.Portfolios)
        {
            var portfolio = Portfolio(id);
            if ((await portfolio.GetModeAsync()).Halts.Any(known => known.HaltId == there))
            {
                await portfolio.ResetAsync(request with { HaltId = there });
            }
        }

        // Last: a reset that fails on its way can be repeated, and until it is whole the account says that it is halted.
        await WriteAsync(_state.Value with { Halts = [.. _state.Value.Halts.Where(known => known.HaltId != request.HaltId)] });
        return await GetAsync();
    }

    public Task NudgeAsync() => LookAsync();

    public Task ReceiveReminder(string reminderName, TickStatus status) => LookAsync();

    private async Task LookAsync()
    {
        var views = await ReadAsync(CancellationToken.None);
        await WriteAsync(AccountRules.Spread(_state.Value, views, clock.GetUtcNow()));
        await EnforceAsync([.. views.Select(view => view.Id)]);
        await TellAsync();
    }

    private async Task EnforceAsync(ImmutableArray<string> ids)
    {
        foreach (var (halt, id) in AccountRules.Missing(_state.Value, ids).ToArray())
        {
            var there = await GrainFactory.GetGrain<IPortfolioInnerGrain>(Keys.Portfolio(id))
                .HaltWithAccountAsync(AccountRules.CauseOf(halt));
            await _state.WriteAsync(AccountRules.InForce(_state.Value, halt.HaltId, id, there.HaltId));
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

    private async Task<ImmutableArray<PortfolioView>> ReadAsync(CancellationToken cancellationToken) =>
    [
        .. await Task.WhenAll((await portfolios.ListAsync(cancellationToken)).Select(id => Portfolio(id).GetAsync()))
            .WaitAsync(cancellationToken),
    ];

    private IPortfolioGrain Portfolio(string id) => GrainFactory.GetGrain<IPortfolioGrain>(Keys.Portfolio(id));
}
