using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using OrleansAssets.Client;
using OrleansAssets.Client.Calls;
using OrleansAssets.DataSources;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Client;

/// <summary>What the client does where a call is lost on its way: failures of transport that no real silo makes on demand.</summary>
public sealed class RepeatingFilterTests
{
    private static readonly TradingModeView Mode = new(TradingMode.Normal, 7, []);
    private readonly Connections _connections = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly OrleansAssetsClientOptions _options = new() { Gateway = new IPEndPoint(IPAddress.Loopback, 30_000) };

    public RepeatingFilterTests() => _connections.NotifyGatewayCountChanged(1, 0, connectionRecovered: false);

    [Fact]
    public async Task Question_LostTwice_IsAskedAgainAndAnswered()
    {
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.GetModeAsync), attempt => attempt < 3
            ? throw new SiloUnavailableException("engine words")
            : Task.FromResult<object?>(Mode));

        await RunAsync(call, TimeProvider.System);

        Assert.Equal(3, call.Attempts);
        Assert.Same(Mode, call.Result);
    }

    /// <summary>So a gateway says that it could not find the grain in time, as its silo has just died.</summary>
    [Fact]
    public async Task Question_TimeIsUpOnItsWay_IsAskedAgainThoughNobodyCancelledIt()
    {
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.GetModeAsync), attempt => attempt == 1
            ? throw new OperationCanceledException("Message expired before placement could complete")
            : Task.FromResult<object?>(Mode));

        await RunAsync(call, TimeProvider.System);

        Assert.Equal(2, call.Attempts);
        Assert.Same(Mode, call.Result);
    }

    [Fact]
    public async Task Change_ByTheCallersId_IsRepeatedWithTheSameArguments()
    {
        var order = new OrderRequest("o-1", "NVDA", OrderSide.Buy, 1, null, null, null, null, null, ReduceOnly: false);
        var call = Call<IPortfolioGrain>(
            nameof(IPortfolioGrain.CheckOrderAsync), attempt =>
                attempt < 2 ? throw new TimeoutException() : Task.FromResult<object?>(null), order);

        await RunAsync(call, TimeProvider.System);

        Assert.Equal([order], Assert.Single(call.Repeated));
    }

    [Fact]
    public async Task Change_NobodyAnswersUntilTheDeadline_SaysThatTheOutcomeIsUnknownAndHowToRepeat()
    {
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.CheckOrderAsync), _ => Never());
        var run = RunAsync(call, _clock);

        _clock.Advance(TimeSpan.FromSeconds(_options.CallDeadlineSeconds));

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(() => run);
        Assert.Equal((true, UnavailableReason.NoAnswer), (lost.IsOutcomeUnknown, lost.Reason));
        Assert.Equal(
            "No silo answered within 45 s; it is not known whether CheckOrder of portfolio/main took effect: repeat it with the same id.",
            lost.Message);
    }

    [Fact]
    public async Task Question_NobodyAnswersUntilTheDeadline_SaysNothingOfAnOutcome()
    {
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.GetModeAsync), _ => Never());
        var run = RunAsync(call, _clock);

        _clock.Advance(TimeSpan.FromSeconds(_options.CallDeadlineSeconds));

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(() => run);
        Assert.False(lost.IsOutcomeUnknown);
        Assert.Equal("No silo answered within 45 s; GetMode of portfolio/main is not answered.", lost.Message);
    }

    [Fact]
    public async Task Change_ThatIsNotRepeatable_IsSentOnce()
    {
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.ResetAsync), _ => throw new TimeoutException("engine words"));

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(() => RunAsync(call, TimeProvider.System));

        Assert.Equal(1, call.Attempts);
        Assert.True(lost.IsOutcomeUnknown);
        Assert.Contains("look before you repeat it", lost.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("engine words", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_ThatCosts_IsAskedOnceAndLeavesNothingUnknown()
    {
        var call = Call<IDataSourceGrain>(nameof(IDataSourceGrain.CheckAsync), _ => throw new TimeoutException());

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(() => RunAsync(call, TimeProvider.System));

        Assert.Equal(1, call.Attempts);
        Assert.False(lost.IsOutcomeUnknown);
    }

    [Fact]
    public async Task Answer_ThatIsARefusal_PassesAsItIs()
    {
        Exception[] answers = [new InvalidRequestException("no"), new NotFoundException("who"), new StorageUnavailableException("disk")];
        foreach (var answer in answers)
        {
            var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.CheckOrderAsync), _ => throw answer);

            Assert.Same(answer, await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(call, TimeProvider.System)));
            Assert.Equal(1, call.Attempts);
        }
    }

    [Fact]
    public async Task Connection_EndsUnderACall_RepeatsItWithoutWaitingForItsTime()
    {
        var call = Call<IPortfolioGrain>(
            nameof(IPortfolioGrain.GetModeAsync), attempt => attempt == 1 ? Never() : Task.FromResult<object?>(Mode));
        var run = RunAsync(call, TimeProvider.System);
        _connections.NotifyGatewayCountChanged(2, 1, connectionRecovered: false);

        _connections.NotifyGatewayCountChanged(1, 2, connectionRecovered: false);
        await run;

        Assert.Equal(2, call.Attempts);
        Assert.Same(Mode, call.Result);
    }

    [Fact]
    public async Task Connection_OfAnotherSiloEnds_ACallThatIsSentOnceGoesOn()
    {
        var answer = new TaskCompletionSource<object?>();
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.ResetAsync), _ => answer.Task);
        _connections.NotifyGatewayCountChanged(2, 1, connectionRecovered: false);
        var run = RunAsync(call, TimeProvider.System);

        _connections.NotifyGatewayCountChanged(1, 2, connectionRecovered: false);
        answer.SetResult(Mode);
        await run;

        Assert.Same(Mode, call.Result);
    }

    /// <summary>Its answer may be lost with that silo, and whoever follows a stream opens it anew.</summary>
    [Fact]
    public async Task Connection_OfAnotherSiloEnds_AStepOfAStreamEndsAtOnceAndIsNotRepeated()
    {
        var step = typeof(IAsyncEnumerableGrainExtension).GetMethods()
            .First(method => method.Name == nameof(IAsyncEnumerableGrainExtension.DisposeAsync));
        var call = new FakeGrainCall(step, _ => Never());
        _connections.NotifyGatewayCountChanged(2, 1, connectionRecovered: false);
        var run = RunAsync(call, _clock);

        _connections.NotifyGatewayCountChanged(1, 2, connectionRecovered: false);

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(() => run);
        Assert.Equal((false, 1), (lost.IsOutcomeUnknown, call.Attempts));
    }

    [Fact]
    public async Task Connection_LastOneEndsUnderAChangeThatIsSentOnce_FailsAtOnce()
    {
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.ResetAsync), _ => Never());
        var run = RunAsync(call, _clock);

        _connections.NotifyGatewayCountChanged(0, 1, connectionRecovered: false);

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(() => run);
        Assert.Equal((true, UnavailableReason.NotReachable), (lost.IsOutcomeUnknown, lost.Reason));
    }

    [Fact]
    public async Task Change_NoSiloWasConnected_IsKnownNotToHaveBeenSent()
    {
        _options.ReconnectSeconds = 0;
        _connections.NotifyGatewayCountChanged(0, 1, connectionRecovered: false);
        var call = Call<IPortfolioGrain>(
            nameof(IPortfolioGrain.CheckOrderAsync), _ => throw new SiloUnavailableException("No gateways available"));

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(() => RunAsync(call, _clock));

        Assert.False(lost.IsOutcomeUnknown);
        Assert.Equal(
            "No silo can be reached at 127.0.0.1:30000; CheckOrder of portfolio/main was not sent and changed nothing.", lost.Message);
    }

    [Fact]
    public async Task Cancellation_UnderACall_EndsItAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Call<IPortfolioGrain>(nameof(IPortfolioGrain.GetModeAsync), _ => Never(), cancellation.Token);
        var run = RunAsync(call, _clock);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(1, call.Attempts);
    }

    [Fact]
    public void Start_TheDatabaseIsGone_NamesTheDatabaseAndNotTheSilo()
    {
        var words = new UnavailableText(new OrleansAssetsClientOptions { ConnectionString = "Host=database;Password=hidden" });

        var lost = words.OfStart(
            new InvalidOperationException("engine words", new Npgsql.NpgsqlException("Failed to connect to 127.0.0.1:5432")));

        Assert.Equal(UnavailableReason.MembershipNotReadable, lost.Reason);
        Assert.Equal("The database of the membership table does not answer: Failed to connect to 127.0.0.1:5432.", lost.Message);
    }

    private Task RunAsync(FakeGrainCall call, TimeProvider clock) =>
        new RepeatingFilter(_options, _connections, clock).Invoke(call.Context());

    private static Task<object?> Never() => new TaskCompletionSource<object?>().Task;

    private static FakeGrainCall Call<TGrain>(string method, Func<int, Task<object?>> attempt, params object?[] arguments) =>
        new(typeof(TGrain).GetMethod(method)!, attempt, arguments);
}
