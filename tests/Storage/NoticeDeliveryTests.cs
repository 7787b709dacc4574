using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Notices;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Notices;
using OrleansAssets.Tests.Support;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.Storage;

/// <summary>News on its way from the outbox to channels that fail, are late, or whose courier is killed between two steps.</summary>
public sealed class NoticeDeliveryTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int Events = 1_000;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ShiftedClock _clock = new();
    private readonly FailingChannels _channels = new();

    private NoticeStore Store => new(postgres.DataSource);

    private NoticeDeliveries Deliveries => new(postgres.DataSource);

    public async Task InitializeAsync()
    {
        await using var command = postgres.DataSource.CreateCommand("TRUNCATE notices CASCADE");
        await command.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>
    /// A courier that dies after a channel took news and before that is written is what kill -9 leaves at its worst: the next one reads
    /// the outbox and knows nothing else.
    /// </summary>
    [Fact]
    public async Task Deliver_ThousandEventsOverFailingChannelsAndKilledCouriers_EachArrivesAtLeastOnce()
    {
        var random = new LockedRandom(7);
        var settings = Settings("one", "two", "three");
        var (sent, kills) = (0, 0);
        _channels.IsTaken = _ => random.Next(10) >= 3;
        var courier = Courier(settings, random);
        while (sent < Events || await WaitingAsync() > 0)
        {
            for (var end = Math.Min(Events, sent + 100); sent < end; sent++)
            {
                await Store.AddAsync(Event($"e{sent}", (NoticeSeverity)(sent % 3)), None);
            }

            try
            {
                await courier.DeliverAsync();
            }
            catch (KilledException)
            {
                kills++;
                courier = Courier(settings, random);
            }

            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True(kills >= 10, $"Only {kills} couriers were killed.");
        foreach (var channel in settings.Channels)
        {
            var taken = _channels.Taken.Where(one => one.Channel == channel.Id).Select(one => one.News.Text).ToArray();
            Assert.Equal(Events, taken.Distinct(StringComparer.Ordinal).Count());
            output.WriteLine($"{channel.Id}: {Events} events, {taken.Length - Events} repeated, {kills} kills");
            Assert.InRange(taken.Length - Events, 0, kills * NoticeCourier.NewsMax);
        }
    }

    [Fact]
    public async Task Deliver_AChannelComesBack_ACriticalOneArrivesWithinAMinute()
    {
        var courier = Courier(Settings("mail"), null);
        _channels.IsTaken = _ => false;
        await Store.AddAsync(Event("critical", NoticeSeverity.Critical), None);
        for (var hour = 0; hour < 60; hour++)
        {
            await courier.DeliverAsync(); // failures enough for the longest pause
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        await courier.DeliverAsync();
        _channels.IsTaken = _ => true;
        for (var second = 0; _channels.Taken.IsEmpty; second++)
        {
            Assert.True(second < 60);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await courier.DeliverAsync();
        }
    }

    /// <summary>The pause was chosen by what failed before: what is critical does not wait for the end of it.</summary>
    [Fact]
    public async Task Deliver_ACriticalOneComesAfterHoursOfFailedWarnings_ArrivesWithinAMinute()
    {
        var courier = Courier(Settings("mail"), null);
        _channels.IsTaken = _ => false;
        await Store.AddAsync(Event("warning", NoticeSeverity.Warning), None);
        for (var minute = 0; minute < 60; minute++)
        {
            await courier.DeliverAsync(); // failures enough for the longest pause
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        while (courier.NextTryAt <= _clock.GetUtcNow())
        {
            await courier.DeliverAsync();
        }

        Assert.True(courier.NextTryAt - _clock.GetUtcNow() > TimeSpan.FromMinutes(5));
        await Store.AddAsync(Event("critical", NoticeSeverity.Critical), None);
        await courier.DeliverAsync(); // still dead
        _channels.IsTaken = _ => true;
        for (var second = 0; _channels.Taken.All(one => one.News.Text != "critical"); second++)
        {
            Assert.True(second < 60);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await courier.DeliverAsync();
        }
    }

    [Theory]
    [InlineData(NoticeChannelKind.Webhook)]
    [InlineData(NoticeChannelKind.Email)]
    public async Task Deliver_OneIsRefusedForWhatItSays_OthersPassItAndItIsToldAsFailed(NoticeChannelKind kind)
    {
        var courier = Courier(new NoticeSettings([new NoticeChannel("ops", kind)], []), null);
        _channels.IsRefused = news => news.Text == "poison";
        await Store.AddAsync(Event("poison", NoticeSeverity.Critical), None);
        await Store.AddAsync(Event("warning", NoticeSeverity.Warning), None);
        await Store.AddAsync(Event("info", NoticeSeverity.Info), None);
        await courier.DeliverAsync();

        Assert.Equal(["warning", "info"], _channels.Taken.Select(one => one.News.Text));
        var backlog = Assert.Single(await Deliveries.GetBacklogAsync(None));
        Assert.Equal((1, "it answered 400"), (backlog.Waiting, backlog.LastError));
        Assert.True(courier.NextTryAt > _clock.GetUtcNow());

        _channels.IsRefused = _ => false; // the receiver was mended
        _clock.Advance(TimeSpan.FromMinutes(1));
        await courier.DeliverAsync();
        Assert.Equal("poison", _channels.Taken.Last().News.Text);
        Assert.Null(courier.NextTryAt);
    }

    /// <summary>A receiver that refuses everything is not called a thousand times a minute, and what it refused is not lost.</summary>
    [Fact]
    public async Task Deliver_EverythingIsRefused_ThePauseHoldsAndAllArrivesOnceItIsMended()
    {
        var courier = Courier(new NoticeSettings([new NoticeChannel("ops", NoticeChannelKind.Webhook)], []), null);
        _channels.IsRefused = _ => true;
        for (var number = 0; number < 50; number++)
        {
            await Store.AddAsync(Event($"e{number}", NoticeSeverity.Warning), None);
        }

        await courier.DeliverAsync();
        await courier.DeliverAsync();
        Assert.Equal(3, _channels.Refusals);

        _channels.IsRefused = _ => false;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await courier.DeliverAsync();
        Assert.Equal(50, _channels.Taken.Count);
    }

    /// <summary>Whoever follows the stream hears what people hear, in one order and each once, whoever dies in between.</summary>
    [Fact]
    public async Task Deliver_NewsOfANotice_IsInTheAuditLogOnce()
    {
        var log = new AuditLog(postgres.DataSource);
        var before = (await log.GetHeadAsync(AuditStreams.Notices, None)).Sequence;
        var fact = new NoticeFact(NoticeKinds.Halt, "portfolio/main halt-1", NoticeSeverity.Warning, "halted");
        await Store.ReportAsync("portfolio/main", [fact], _clock.GetUtcNow(), None);
        await Courier(Settings(), null).DeliverAsync();
        await Store.ReportAsync("portfolio/main", [fact with { Severity = NoticeSeverity.Critical }], _clock.GetUtcNow(), None);
        await Courier(Settings(), null).DeliverAsync();
        await Courier(Settings(), null).DeliverAsync();

        var told = await log.ReadAsync(AuditStreams.Notices, before, 9, None);
        Assert.Equal(["notice_raised", "notice_worsened"], told.Select(entry => entry.Kind));
        Assert.Contains("portfolio/main halt-1", told[1].Payload, StringComparison.Ordinal);
        Assert.Contains("\"critical\"", told[1].Payload, StringComparison.Ordinal);
        Assert.All(told, entry => Assert.Null(AuditKinds.FaultOf(entry.Kind)));
    }

    [Fact]
    public async Task Deliver_OneChannelIsDead_TheOthersAreNotKeptWaiting()
    {
        _channels.IsTaken = channel => channel != "dead";
        await Store.AddAsync(Event("e", NoticeSeverity.Warning), None);
        await Courier(Settings("dead", "alive"), null).DeliverAsync();

        Assert.Equal("alive", Assert.Single(_channels.Taken).Channel);
        var backlog = Assert.Single(await Deliveries.GetBacklogAsync(None), one => one.Channel == "dead");
        Assert.Equal((1, "out of order"), (backlog.Waiting, backlog.LastError));
    }

    /// <summary>As it stands now, once, and only what its routes take; what healed or only happened is of no use to it.</summary>
    [Fact]
    public async Task Deliver_AChannelThatIsNew_IsToldWhatStands()
    {
        NoticeFact[] stand =
        [
            new(NoticeKinds.Halt, "portfolio/main halt-1", NoticeSeverity.Warning, "halted"),
            new(NoticeKinds.SourceFailing, "source/x", NoticeSeverity.Warning, "fails"),
            new(NoticeKinds.Overdue, "feed/y", NoticeSeverity.Critical, "late"),
        ];
        await Store.ReportAsync("test", [stand[0], stand[1]], _clock.GetUtcNow(), None);
        await Store.AddAsync(Event("happened", NoticeSeverity.Critical), None);
        await Courier(Settings("old"), null).DeliverAsync();
        stand[0] = stand[0] with { Severity = NoticeSeverity.Critical, Text = "halted, and worse" };
        await Store.ReportAsync("test", [stand[0], stand[2]], _clock.GetUtcNow(), None); // one heals
        await Courier(Settings("old"), null).DeliverAsync();

        var settings = Settings("old", "new") with
        {
            Routes = [new NoticeRoute("all", ["old"]), new NoticeRoute("halts", ["new"]) { Kinds = [NoticeKinds.Halt] }],
        };
        await Courier(settings, null).DeliverAsync();
        await Courier(settings, null).DeliverAsync(); // after another start

        Assert.Equal(["halted, and worse"], _channels.Taken.Where(one => one.Channel == "new").Select(one => one.News.Text));
        Assert.Equal(5, _channels.Taken.Count(one => one.Channel == "old")); // four that were new, and what got worse
    }

    [Fact]
    public async Task Deliver_SeveralAreDueForPeople_AreOneMessageTheWorstFirst()
    {
        foreach (var severity in Enum.GetValues<NoticeSeverity>())
        {
            await Store.AddAsync(Event($"{severity}", severity), None);
        }

        await Courier(Settings("mail"), null).DeliverAsync();

        Assert.Equal(1, _channels.Messages);
        Assert.Equal(["Critical", "Warning", "Info"], _channels.Taken.Select(one => one.News.Text));
    }

    [Fact]
    public async Task Deliver_Healed_IsToldOnceItHasNotComeBackForMinutes()
    {
        var courier = Courier(Settings("mail"), null);
        var fact = new NoticeFact(NoticeKinds.SourceFailing, "source/x", NoticeSeverity.Warning, "fails");
        await Store.ReportAsync("watch", [fact], _clock.GetUtcNow(), None);
        await courier.DeliverAsync();
        await Store.ReportAsync("watch", [], _clock.GetUtcNow(), None);
        await courier.DeliverAsync();
        Assert.Equal([NewsKinds.Raised], _channels.Taken.Select(one => one.News.What));

        _clock.Advance(RoutingRules.ClearedAfter + TimeSpan.FromSeconds(1));
        await courier.DeliverAsync();
        Assert.Equal([NewsKinds.Raised, NewsKinds.Cleared], _channels.Taken.Select(one => one.News.What));
    }

    [Fact]
    public async Task Deliver_NobodyAcknowledges_IsEscalatedOnceAndAgainWhereItGetsWorse()
    {
        var settings = Settings("mail", "boss") with
        {
            Routes = [new NoticeRoute("all", ["mail"])],
            Escalation = new Escalation(15, NoticeSeverity.Warning, ["boss"]),
        };
        var courier = Courier(settings, null);
        var fact = new NoticeFact(NoticeKinds.Halt, "portfolio/main halt-1", NoticeSeverity.Warning, "halted");
        await Store.ReportAsync("portfolio/main", [fact], _clock.GetUtcNow(), None);
        await PassAsync(14);
        Assert.Empty(ToBoss());
        await PassAsync(30);
        Assert.Single(ToBoss());

        await Store.ReportAsync("portfolio/main", [fact with { Severity = NoticeSeverity.Critical }], _clock.GetUtcNow(), None);
        await PassAsync(30);
        Assert.Equal([NoticeSeverity.Warning, NoticeSeverity.Critical], ToBoss());

        await Store.ReportAsync("portfolio/main", [fact with { Subject = "portfolio/main halt-2" }], _clock.GetUtcNow(), None);
        var seen = (await Store.ListAsync(new NoticeQuery(true, "portfolio/main halt-2"), None))[0].Id;
        await Store.AcknowledgeAsync(seen, new NoticeAcknowledgement("Ada", _clock.GetUtcNow(), null), None);
        await PassAsync(30);
        Assert.Equal(2, ToBoss().Count());

        IEnumerable<NoticeSeverity> ToBoss() =>
            _channels.Taken.Where(one => one.Channel == "boss").Select(one => one.News.Severity);

        async Task PassAsync(int minutes)
        {
            for (var minute = 0; minute < minutes; minute++)
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                await courier.DeliverAsync();
            }
        }
    }

    [Fact]
    public async Task Beat_EachTimeItIsDue_CallsTheAddressAndAFailureIsTriedAgain()
    {
        var courier = Courier(Settings() with { Heartbeat = new Heartbeat("URL", 5) }, null);
        await courier.BeatAsync();
        await courier.BeatAsync();
        Assert.Equal(1, _channels.Beats);
        _clock.Advance(TimeSpan.FromMinutes(5));
        _channels.BeatFails = true;
        await courier.BeatAsync();
        _channels.BeatFails = false;
        await courier.BeatAsync();
        Assert.Equal(2, _channels.Beats);
    }

    private static NoticeSettings Settings(params ImmutableArray<string> channels) =>
        new([.. channels.Select(id => new NoticeChannel(id, NoticeChannelKind.Email))], []);

    private NoticeEvent Event(string id, NoticeSeverity severity) => new(
        id, "test", new NoticeFact(NoticeKinds.HaltReset, $"test/{id}", severity, id), _clock.GetUtcNow());

    /// <param name="killer">Draws when a courier is killed; null for never.</param>
    private NoticeCourier Courier(NoticeSettings settings, LockedRandom? killer) => new(
        killer is null ? Deliveries : new KilledDeliveries(Deliveries, killer),
        _channels,
        TestConfiguration.Build() with { Notices = settings },
        new NoticeMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), _clock),
        new RetryJitter(() => 0.5),
        _clock,
        NullLogger<NoticeCourier>.Instance);

    private async Task<long> WaitingAsync() =>
        (await Deliveries.GetBacklogAsync(None)).Sum(one => one.Waiting)
        + (await Deliveries.GetUnroutedAsync(_clock.GetUtcNow(), 1, None)).Length;

    /// <summary>Stands in for the death of a process between two of its steps.</summary>
    private sealed class KilledException : Exception;

    private sealed class KilledDeliveries(INoticeDeliveries real, LockedRandom random) : INoticeDeliveries
    {
        public Task<int> EscalateAsync(
            NoticeSeverity severity, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) =>
            real.EscalateAsync(severity, since, now, cancellationToken);

        public Task<ImmutableArray<NoticeNews>> GetUnroutedAsync(
            DateTimeOffset clearedBefore, int countMax, CancellationToken cancellationToken) =>
            real.GetUnroutedAsync(clearedBefore, countMax, cancellationToken);

        public Task RouteAsync(
            NoticeNews news, ImmutableArray<PlannedDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken) =>
            random.Next(2_000) == 0 ? throw new KilledException() : real.RouteAsync(news, deliveries, now, cancellationToken);

        public Task<ImmutableArray<NoticeNews>> GetUntoldAsync(string channel, int countMax, CancellationToken cancellationToken) =>
            real.GetUntoldAsync(channel, countMax, cancellationToken);

        public Task AddAsync(long newsId, PlannedDelivery delivery, CancellationToken cancellationToken) =>
            real.AddAsync(newsId, delivery, cancellationToken);

        public Task<ImmutableArray<NoticeNews>> GetDueAsync(
            string channel, DateTimeOffset now, int countMax, ImmutableArray<long> except, CancellationToken cancellationToken) =>
            real.GetDueAsync(channel, now, countMax, except, cancellationToken);

        public Task DeliveredAsync(
            string channel, ImmutableArray<long> newsIds, DateTimeOffset now, CancellationToken cancellationToken) =>
            random.Next(8) == 0 ? throw new KilledException() : real.DeliveredAsync(channel, newsIds, now, cancellationToken);

        public Task FailedAsync(string channel, ImmutableArray<long> newsIds, string error, CancellationToken cancellationToken) =>
            real.FailedAsync(channel, newsIds, error, cancellationToken);

        public Task<ImmutableArray<ChannelBacklog>> GetBacklogAsync(CancellationToken cancellationToken) =>
            real.GetBacklogAsync(cancellationToken);
    }

    /// <summary>Drawn from by several channels at once.</summary>
    private sealed class LockedRandom(int seed)
    {
        private readonly Random _random = new(seed);

        public int Next(int max)
        {
            lock (_random)
            {
                return _random.Next(max);
            }
        }
    }

    private sealed class FailingChannels : INoticeChannels
    {
        private int _messages;

        public Func<string, bool> IsTaken { get; set; } = _ => true;

        /// <summary>What the receiver refuses for what it says.</summary>
        public Func<NoticeNews, bool> IsRefused { get; set; } = _ => false;

        public int Refusals { get; private set; }

        public ConcurrentQueue<(string Channel, NoticeNews News)> Taken { get; } = [];

        public int Messages => _messages;

        public int Beats { get; private set; }

        public bool BeatFails { get; set; }

        public string? FaultOf(NoticeChannel channel) => null;

        public Task<ChannelFault?> SendAsync(NoticeChannel channel, NoticeMessage message, CancellationToken cancellationToken)
        {
            if (!IsTaken(channel.Id))
            {
                return Task.FromResult<ChannelFault?>(new ChannelFault("out of order"));
            }

            if (message.News.Any(IsRefused))
            {
                Refusals++;
                return Task.FromResult<ChannelFault?>(new ChannelFault("it answered 400", OfMessage: true));
            }

            Interlocked.Increment(ref _messages);
            foreach (var news in message.News)
            {
                Taken.Enqueue((channel.Id, news));
            }

            return Task.FromResult<ChannelFault?>(null);
        }

        public Task<string?> BeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
        {
            Beats += BeatFails ? 0 : 1;
            return Task.FromResult(BeatFails ? "it answered 500" : null);
        }
    }
}
