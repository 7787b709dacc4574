using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class BudgetRulesTests
{
    private const int Runs = 3_000;

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<RateWindow> FiveAMinute = [new("minute", 60, 5)];

    [Fact]
    public void Reserve_SeveralWindows_GrantsWhatTheTightestHasRoomFor()
    {
        ImmutableArray<RateWindow> windows = [new("minute", 60, 5), new("day", 86400, 25)];
        ImmutableArray<WindowCounter> counters = [new(60, Noon, 1), new(86400, Noon.AddHours(-12), 22)];

        var reservation = BudgetRules.Reserve(windows, counters, new CallDemand(10, 1), Noon);

        Assert.Equal(3, reservation.Calls);
        Assert.Equal([4, 25], reservation.Counters.Select(counter => counter.UsedUnits));
    }

    [Fact]
    public void Reserve_FullWindow_NamesTheInstantAtWhichItEnds()
    {
        var demand = new CallDemand(1, 1);

        var reservation = BudgetRules.Reserve(FiveAMinute, [new(60, Noon, 5)], demand, Noon.AddSeconds(17));

        Assert.Equal(0, reservation.Calls);
        Assert.Equal(Noon.AddMinutes(1), reservation.FreeAt);
    }

    [Fact]
    public void Reserve_NextWindow_StartsAnew()
    {
        var reservation = BudgetRules.Reserve(FiveAMinute, [new(60, Noon, 5)], new CallDemand(9, 1), Noon.AddMinutes(1));

        Assert.Equal(5, reservation.Calls);
    }

    [Fact]
    public void Reserve_HeavyCalls_CountsTheirUnits()
    {
        var reservation = BudgetRules.Reserve(FiveAMinute, [], new CallDemand(9, 2), Noon);

        Assert.Equal(2, reservation.Calls);
        Assert.Equal(4, Assert.Single(reservation.Counters).UsedUnits);
    }

    [Fact]
    public void Reserve_History_LeavesRoomForTheCallsThatFallDueUntilTheWindowEnds()
    {
        var demand = new CallDemand(9, 1)
        {
            Ahead = [new DueFeed(Noon.AddSeconds(-3), 30), new DueFeed(Noon.AddSeconds(59), 60), new DueFeed(Noon.AddSeconds(60), 60)],
        };

        var history = BudgetRules.Reserve(FiveAMinute, [], demand, Noon.AddSeconds(10));
        var live = BudgetRules.Reserve(FiveAMinute, history.Counters, new CallDemand(9, 1), Noon.AddSeconds(10));

        Assert.Equal(2, history.Calls);
        Assert.Equal(3, live.Calls);
    }

    [Fact]
    public void Reserve_ScheduledCallsNeedAllOfADay_LeavesHistoryNothing()
    {
        var demand = new CallDemand(9, 1) { Ahead = [new DueFeed(Noon, 3600)] };

        var history = BudgetRules.Reserve([new("day", 86400, 12)], [], demand, Noon);

        Assert.Equal((0, Noon.AddHours(12)), (history.Calls, history.FreeAt));
    }

    [Fact]
    public void Reserve_MoneyOfTheMonthIsSpent_WaitsForTheNextMonth()
    {
        var definition = Definitions.Source("x", FiveAMinute) with { UsdPerUnit = 0.005m, MonthlyBudgetUsd = 0.019m };
        var limits = BudgetRules.LimitsOf(definition);
        var first = BudgetRules.Reserve(limits, [], new CallDemand(9, 1), Noon);

        var second = BudgetRules.Reserve(limits, first.Counters, new CallDemand(1, 1), Noon.AddMinutes(1));
        var december = BudgetRules.Reserve(limits, first.Counters, new CallDemand(9, 1), second.FreeAt);

        Assert.Equal(3, first.Calls);
        Assert.Equal((0, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), (second.Calls, second.FreeAt));
        Assert.Equal(3, december.Calls);
    }

    /// <summary>C3: what the vendor refuses is one of its calls, and costs nothing.</summary>
    [Fact]
    public void Settle_VendorRefusesTheLastCall_CountsItAndBooksNoMoney()
    {
        var limits = BudgetRules.LimitsOf(
            Definitions.Source("x", FiveAMinute) with { UsdPerUnit = 0.005m, MonthlyBudgetUsd = 1m });
        var reserved = BudgetRules.Reserve(limits, [], new CallDemand(3, 1), Noon).Counters;

        var settled = BudgetRules.Settle(limits, reserved, new Spending(3, 2, 1, null) { CallsRefused = 1 }, Noon.AddSeconds(1));

        Assert.Equal(
            [(60, 2), (RateWindow.CalendarMonth, 1)],
            settled.Select(counter => (counter.WindowSeconds, counter.UsedUnits)).OrderByDescending(counter => counter.WindowSeconds));
    }

    [Fact]
    public void Settle_VendorStatesALongWindow_RaisesThatOne()
    {
        ImmutableArray<RateWindow> windows = [new("minute", 60, 50), new("day", 86400, 100)];
        ImmutableArray<WindowCounter> counters = [new(60, Noon, 2), new(86400, Noon.AddHours(-12), 2)];
        var spending = new Spending(1, 1, 2, null) { StatedUses = [new StatedUse(86400, 77), new StatedUse(3600, 9)] };

        Assert.Equal([2, 77], BudgetRules.Settle(windows, counters, spending, Noon.AddSeconds(1)).Select(counter => counter.UsedUnits));
    }

    [Fact]
    public void Reserve_HistoryInAWindowOfOneCall_IsNotShutOut()
    {
        var reservation = BudgetRules.Reserve([new("second", 1, 1)], [], new CallDemand(4, 1), Noon);

        Assert.Equal(1, reservation.Calls);
    }

    [Fact]
    public void Reserve_ClockWentBackAcrossAWindow_ForgetsNothing()
    {
        var demand = new CallDemand(1, 1);

        var reservation = BudgetRules.Reserve(FiveAMinute, [new(60, Noon, 5)], demand, Noon.AddSeconds(-1));

        Assert.Equal(0, reservation.Calls);
        Assert.Equal(Noon.AddMinutes(1), reservation.FreeAt);
    }

    [Fact]
    public void Reserve_ClockHadBeenAYearAhead_WaitsForOneWindowNotAYear()
    {
        var counters = ImmutableArray.Create(new WindowCounter(60, Noon.AddYears(1), 5));

        var reservation = BudgetRules.Reserve(FiveAMinute, counters, new CallDemand(1, 1), Noon);

        Assert.Equal(0, reservation.Calls);
        Assert.Equal(Noon.AddMinutes(1), reservation.FreeAt);
    }

    [Fact]
    public void Settle_FewerCallsThanReserved_GivesTheRestBack()
    {
        var settled = BudgetRules.Settle(FiveAMinute, [new(60, Noon, 4)], new Spending(4, 1, 1, null), Noon.AddSeconds(5));

        Assert.Equal(1, Assert.Single(settled).UsedUnits);
    }

    [Fact]
    public void Settle_WindowBeganDuringTheCall_CountsTheCallsInItToo()
    {
        var settled = BudgetRules.Settle(FiveAMinute, [new(60, Noon, 4)], new Spending(4, 3, 1, null), Noon.AddSeconds(61));

        Assert.Equal(new WindowCounter(60, Noon.AddMinutes(1), 3), Assert.Single(settled));
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(1, 2)]
    public void Settle_VendorStatesItsCount_OnlyRaisesOurs(int stated, int expected)
    {
        ImmutableArray<RateWindow> windows = [new("day", 86400, 100), new("minute", 60, 50)];
        ImmutableArray<WindowCounter> counters = [new(86400, Noon.AddHours(-12), 2), new(60, Noon, 2)];

        var settled = BudgetRules.Settle(windows, counters, new Spending(1, 1, 2, stated), Noon.AddSeconds(1));

        Assert.Equal([2, expected], settled.Select(counter => counter.UsedUnits));
    }

    /// <summary>
    /// A vendor counts each call at the instant it arrives; our side reserves, calls, settles, and crashes where the dice say so,
    /// going on from what was written. No window of the vendor's may ever hold more than its limit.
    /// </summary>
    [Fact]
    public void Reserve_ThousandsOfRandomRunsWithCrashes_NeverOverspendsAnyWindow()
    {
        var granted = 0;
        var crashes = 0;
        Laws.Hold(Runs, choices =>
        {
            var run = new BudgetRun(choices);
            run.Play(rounds: 60);
            granted += run.CallsMade;
            crashes += run.Crashes;
        });

        Assert.True(granted > Laws.Held(Runs) * 15, $"Only {granted} calls were made: the property was hardly tried.");
        Assert.True(crashes > Laws.Held(Runs) * 3, $"Only {crashes} crashes happened: the property was hardly tried.");
    }

    private sealed class BudgetRun
    {
        private readonly Choices _random;
        private readonly ImmutableArray<RateWindow> _windows;
        private readonly int _unitsPerCall;
        private readonly Dictionary<(int Seconds, long Start), int> _vendor = [];
        private DataSourceState _written;
        private DateTimeOffset _now;

        public BudgetRun(Choices choices)
        {
            _random = choices;
            _unitsPerCall = _random.Next(1, 4);
            _windows = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(index => RandomWindow(index))];
            _now = Noon.AddMilliseconds(_random.Next(0, 100_000_000));
            _written = new DataSourceState { Definition = Definitions.Source("x", _windows), Slots = [Definitions.Slot(_now)] };
            _random.Tell($"{_unitsPerCall} units a call; {string.Join(", ", _windows)}");
        }

        public int CallsMade { get; private set; }

        public int Crashes { get; private set; }

        public void Play(int rounds)
        {
            for (var round = 0; round < rounds && _random.Next(500) > 0; round++)
            {
                Play();
                _now = _now.AddMilliseconds(_random.Next(4) == 3 ? _random.Next(0, 90_000) : _random.Next(0, 700));
            }
        }

        private void Play()
        {
            var step = CollectionPlanRules.Next(_written, _unitsPerCall, _now);
            if (step is not CollectionStep.Collect collect)
            {
                var wait = Assert.IsType<CollectionStep.Wait>(step);
                Assert.True(wait.Until > _now, $"A wait until {wait.Until:O} at {_now:O} would spin.");
                return;
            }

            _written = collect.Reserved;
            var made = _random.Next(0, collect.Calls + 1);
            for (var call = 0; call < made; call++)
            {
                _now = _now.AddMilliseconds(_random.Next(0, 900));
                Arrive();
            }

            var crashes = _random.Next(5) == 4;
            _random.Tell($"{_now:HH:mm:ss.fff}: {collect.Calls} calls reserved, {made} made{(crashes ? ", crash" : "")}");
            if (crashes)
            {
                Crashes++;
                return;
            }

            _written = CollectionPlanRules.Settle(_written, new Spending(collect.Calls, made, _unitsPerCall, null), _now);
        }

        private void Arrive()
        {
            CallsMade++;
            foreach (var seconds in _windows.Select(window => window.WindowSeconds).Distinct())
            {
                var key = (seconds, _now.ToUnixTimeSeconds() / seconds);
                var used = _vendor.GetValueOrDefault(key) + _unitsPerCall;
                var limit = _windows.Where(window => window.WindowSeconds == seconds).Min(window => window.LimitUnits);
                _vendor[key] = used;
                Assert.True(used <= limit, $"{used} units in a window of {seconds} s with limit {limit}.");
            }
        }

        private RateWindow RandomWindow(int index)
        {
            int[] lengths = [1, 6, 60, 300, 3600, 86400];
            return new RateWindow($"w{index}", lengths[_random.Next(lengths.Length)], _unitsPerCall * _random.Next(1, 30));
        }
    }
}
