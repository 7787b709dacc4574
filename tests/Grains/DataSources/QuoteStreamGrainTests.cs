using OrleansAssets.Assets;
using OrleansAssets.Client;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A stream in a silo, to a vendor whose every word the test says.</summary>
public sealed class QuoteStreamGrainTests
{
    private const string Bitcoin = "BTC/USDT";
    private const string Ether = "ETH/USDT";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Ensure_VendorPushes_QuotesReachTheAssetItsFollowersAndBySamplesTheStore()
    {
        var vendor = new SaidStream();
        await using var cluster = await StartAsync(vendor);
        var stream = cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(SourceCluster.SourceId));
        var writes = 0;
        cluster.Storage.BeforeWrite = name =>
        {
            writes += name == StateNames.Asset ? 1 : 0;
            return Task.CompletedTask;
        };
        using var limit = new CancellationTokenSource(Patience);
        await using var follower = stream.FollowAsync([Bitcoin], cancellationToken: limit.Token).GetAsyncEnumerator(limit.Token);
        var next = follower.MoveNextAsync().AsTask();
        await cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId)).EnsureAsync();

        var (first, start) = (QuoteAt(cluster, 0), cluster.Time.GetUtcNow());
        await SayAsync(first);
        await AdvanceUntilToldAsync(first);
        await AdvanceUntilAsync(() => Task.FromResult(!cluster.Store.Quotes.IsEmpty));
        Assert.Equal([first], cluster.Store.Quotes.Values);

        // A duplicate and an older one tell nobody anything.
        await SayAsync(first);
        await SayAsync(first with { At = first.At.AddSeconds(-30) });

        // A follower's call arrives when it arrives: quotes are said until it has heard one, and from then on it hears each.
        var (last, said) = (first, 1);
        do
        {
            await SayNextAsync();
        }
        while (!next.IsCompleted);
        Assert.True(await next);
        while (Heard() != last)
        {
            Assert.True(await follower.MoveNextAsync());
        }

        for (var number = 0; number < 7; number++)
        {
            await SayNextAsync();
            Assert.True(await follower.MoveNextAsync());
            Assert.Equal(last, Heard());
        }

        await AdvanceUntilAsync(() => Task.FromResult(cluster.Store.Quotes.Values.Contains(last)));
        Assert.InRange(cluster.Store.Quotes.Count, 2, 2 + (int)((cluster.Time.GetUtcNow() - start) / StreamRules.StoreEvery));
        var view = await stream.GetAsync();
        Assert.Equal((said + 2L, 2L, 0L), (view.Quotes, view.Stale, view.Coalesced));

        // Each was told within a second, and the state of the asset was written now and then; the last one is not lost.
        Assert.InRange(writes, 1, 1 + (int)((cluster.Time.GetUtcNow() - start) / AssetRules.QuotesWrittenEvery));
        await follower.DisposeAsync();
        await cluster.DisposeAsync();
        Assert.Equal(last, cluster.Storage.Read<AssetState>(StateNames.Asset, Keys.Asset(Bitcoin))?.LastQuote);

        Task SayAsync(Quote quote) => vendor.SayAsync(new StreamNews.Told(quote));

        async Task SayNextAsync()
        {
            last = QuoteAt(cluster, said++);
            await SayAsync(last);
            await AdvanceUntilToldAsync(last);
        }

        Quote Heard()
        {
            Assert.Equal(0, follower.Current.Lost);
            return Assert.Single(follower.Current.Quotes);
        }

        Task AdvanceUntilToldAsync(Quote quote) => AdvanceUntilAsync(
            async () => (await cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)).GetAsync()).LastQuote == quote);

        Task AdvanceUntilAsync(Func<Task<bool>> holds)
        {
            var stands = "";
            return Poll.UntilAsync(
                async () =>
                {
                    cluster.Time.Advance(StreamRules.TellEvery);
                    var asset = await cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)).GetAsync();
                    stands = $"{await stream.GetAsync()}; {asset.LastQuote}; {asset.Doubt}";
                    return await holds();
                },
                Patience, () => stands);
        }
    }

    [Fact]
    public async Task Ensure_EveryTickIsAskedFor_StoresEach()
    {
        var vendor = new SaidStream();
        await using var cluster = await StartAsync(vendor, Definitions.Quotes with { EveryTick = true });
        await cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId)).EnsureAsync();
        Quote[] ticks =
        [
            .. Enumerable.Range(0, 3).Select(tick => QuoteAt(cluster, tick) with { At = cluster.Time.Start.AddMilliseconds(tick) }),
        ];

        foreach (var tick in ticks)
        {
            await vendor.SayAsync(new StreamNews.Told(tick));
        }

        await Poll.UntilAsync(
            () =>
            {
                cluster.Time.Advance(StreamRules.TellEvery);
                return Task.FromResult(cluster.Store.Quotes.Count == ticks.Length);
            },
            Patience, () => $"{cluster.Store.Quotes.Count} of {ticks.Length} are stored.");
        Assert.Equal(ticks, cluster.Store.Quotes.Values.OrderBy(quote => quote.At));
    }

    /// <summary>
    /// A trade that the quotes let nobody believe reaches those who follow the stream, as the source told it, and never the asset; none of
    /// them moves the price by which anything is marked.
    /// </summary>
    [Fact]
    public async Task Ensure_TradesAreAskedFor_ReachTheAssetAndItsFollowersAndMarkNothing()
    {
        var (vendor, said) = (new SaidStream(), 0);
        await using var cluster = await StartAsync(vendor, Definitions.Quotes with { Trades = true });
        var stream = cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(SourceCluster.SourceId));
        using var limit = new CancellationTokenSource(Patience);
        await using var follower = stream.FollowTradesAsync([Bitcoin], cancellationToken: limit.Token).GetAsyncEnumerator(limit.Token);
        var next = follower.MoveNextAsync().AsTask();
        await cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId)).EnsureAsync();
        var quote = QuoteAt(cluster, 0);
        await vendor.SayAsync(new StreamNews.Told(quote));
        await AdvanceUntilAsync(asset => asset.LastQuote == quote);

        // A follower's call arrives when it arrives: trades are said until it has heard one.
        var last = new MarketTrade(Bitcoin, SourceCluster.SourceId, cluster.Time.GetUtcNow(), 100.5m, 0.25m, "0");
        do
        {
            last = last with { At = cluster.Time.GetUtcNow(), Price = last.Price + 0.01m, TradeId = $"{++said}" };
            await vendor.SayAsync(new StreamNews.Traded(last));
            await AdvanceUntilAsync(asset => asset.LastTrade == last);
        }
        while (!next.IsCompleted);
        Assert.True(await next);
        while (Assert.Single(follower.Current.Trades) != last)
        {
            Assert.True(await follower.MoveNextAsync());
        }

        // The same again, an older one, and one beyond belief.
        await vendor.SayAsync(new StreamNews.Traded(last));
        await vendor.SayAsync(new StreamNews.Traded(last with { At = last.At.AddSeconds(-30), TradeId = "late" }));
        var absurd = last with { At = cluster.Time.GetUtcNow().AddMilliseconds(1), Price = 5_000, TradeId = "absurd" };
        await vendor.SayAsync(new StreamNews.Traded(absurd));
        var heard = follower.MoveNextAsync().AsTask();
        await AdvanceUntilAsync(_ => heard.IsCompleted);
        Assert.True(await heard);
        Assert.Equal((absurd, 0), (Assert.Single(follower.Current.Trades), follower.Current.Lost));
        var counts = (await stream.GetAsync()).Trades;
        await Poll.UntilAsync( // a follower is told before the asset has answered
            async () => (counts = (await stream.GetAsync()).Trades)?.Doubted == 1, Patience, () => $"{counts}");
        var view = await cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)).GetAsync();

        Assert.Equal((1, said + 3L, 2L, 0L, 1L), (counts?.Assets, counts?.Trades, counts?.Stale, counts?.Coalesced, counts?.Doubted));
        Assert.Contains("25 % are believed", counts?.LastDoubt, StringComparison.Ordinal);
        Assert.Equal((last, quote, null), (view.LastTrade, view.LastQuote, view.Doubt));
        await follower.DisposeAsync();
        await cluster.DisposeAsync();
        Assert.Equal(last, cluster.Storage.Read<AssetState>(StateNames.Asset, Keys.Asset(Bitcoin))?.LastTrade);
        Assert.DoesNotContain(cluster.Store.Quotes.Values, stored => stored != quote);

        Task AdvanceUntilAsync(Func<AssetView, bool> holds) => Poll.UntilAsync(
            async () =>
            {
                cluster.Time.Advance(StreamRules.TellEvery);
                return holds(await cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)).GetAsync());
            },
            Patience, () => $"{said} trades were said.");
    }

    [Fact]
    public async Task FollowTrades_NoneAreAskedFor_IsRefusedAtOnceWithTheKeyThatAsksForThem()
    {
        await using var cluster = await StartAsync(new SaidStream());
        var stream = cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(SourceCluster.SourceId));
        using var limit = new CancellationTokenSource(Patience);
        await using var one = stream.FollowTradesAsync([Bitcoin], cancellationToken: limit.Token).GetAsyncEnumerator(limit.Token);

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(async () => await one.MoveNextAsync());

        Assert.Contains("'trades: true'", refused.Message, StringComparison.Ordinal);
        Assert.Null((await stream.GetAsync()).Trades);
    }

    /// <summary>For minutes the vendor neither pushes nor answers: they are in the ledger of the asset's quotes, and no others.</summary>
    [Fact]
    public async Task Collect_NeitherStreamNorPollsBringQuotes_TheirMinutesAreInTheLedger()
    {
        var (vendor, ledger) = (new SaidStream(), (GapLedger?)null);
        await using var cluster = await StartAsync(vendor);
        var start = cluster.Time.GetUtcNow();
        AnswerPolls();
        await cluster.CollectAsync();
        await cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId)).EnsureAsync();
        cluster.Vendor.AnswerQuote = (_, _) => Task.FromResult(FakeVendorAdapter.Fail<Quote>(FeedResult.NothingNow));
        for (var minute = 1; minute <= 3; minute++)
        {
            cluster.Time.Advance(TimeSpan.FromMinutes(1));
            var pushed = QuoteAt(cluster, minute);
            await vendor.SayAsync(new StreamNews.Told(pushed));
            await AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => Task.FromResult(cluster.Store.Quotes.Values.Contains(pushed)));
        }

        cluster.Time.Advance(TimeSpan.FromHours(1));
        AnswerPolls();
        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), async () =>
        {
            await cluster.TickAsync();
            ledger = Assert.Single((await cluster.Source.GetAsync()).Feeds).Gaps;
            return ledger?.Expected > 0;
        });

        var minutes = cluster.Store.Quotes.Values.Select(quote => quote.At).Where(at => at < ledger!.Until)
            .Select(at => (long)(at - ledger!.From).TotalMinutes).Distinct().Count(); // there is one by now
        Assert.True(ledger!.From <= start && ledger.Until > start.AddHours(1));
        Assert.Equal((ledger.Until - ledger.From).TotalMinutes, ledger.Expected);
        Assert.Equal((minutes, ledger.Expected - minutes, 0L), (ledger.Received, ledger.Absent, ledger.Missing));
        Assert.InRange(ledger.Absent, 50, ledger.Expected - 4);

        void AnswerPolls() => cluster.Vendor.AnswerQuote = (_, _) => Task.FromResult(FakeVendorAdapter.Ok(QuoteAt(cluster, 5)));

        Task AdvanceUntilAsync(TimeSpan step, Func<Task<bool>> holds) => Poll.UntilAsync(
            () =>
            {
                cluster.Time.Advance(step);
                return holds();
            },
            Patience, () => $"{ledger}, {cluster.Store.Quotes.Count} quotes are stored.");
    }

    /// <summary>A stream is no call: it spends nothing of the budget, and what ends it keeps no poll.</summary>
    [Fact]
    public async Task Collect_StreamIsRefused_PollsTellTheAssetWithinTheirBudget()
    {
        var vendor = new SaidStream();
        await using var cluster = await StartAsync(vendor);
        var polled = QuoteAt(cluster, 5);
        cluster.Vendor.AnswerQuote = (_, _) => Task.FromResult(FakeVendorAdapter.Ok(polled));
        await cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId)).EnsureAsync();
        await vendor.SayAsync(new StreamNews.Ended(FeedResult.KeyRejected, "the key is refused"));
        QuoteStreamView? stream = null;
        await Poll.UntilAsync(
            async () => (stream = await cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(SourceCluster.SourceId)).GetAsync())
                is { Status: QuoteStreamStatus.Connecting, LastError: "the key is refused" },
            Patience, () => $"{stream}");

        var view = await cluster.CollectAsync();

        Assert.Equal(polled, (await cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)).GetAsync()).LastQuote);
        Assert.Equal(DataSourceStatus.Healthy, view.Status);
        Assert.Equal(1, Assert.Single(view.Usage).UsedUnits);
    }

    /// <summary>
    /// One asset does not answer, as its silo stands still: the others are told all the same, each second, and so is whoever asks for the
    /// stream; once it answers it is told the newest.
    /// </summary>
    [Fact]
    public async Task Tell_OneAssetDoesNotAnswer_NobodyElseWaitsForIt()
    {
        var (vendor, answers) = (new SaidStream(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var cluster = await StartAsync(vendor, assets: [Bitcoin, Ether]);
        var (ether, bitcoin) = (cluster.Grain<IAssetGrain>(Keys.Asset(Ether)), cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)));
        var (stream, inner) = (
            cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(SourceCluster.SourceId)),
            cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId)));
        await inner.EnsureAsync();
        var silent = ether.GetGrainId();
        cluster.Calls.Before = call => call.TargetId == silent && call.InterfaceMethod.Name == nameof(IAssetInnerGrain.RecordQuoteAsync)
            ? answers.Task
            : Task.CompletedTask;

        var newest = QuoteAt(cluster, 0);
        for (var number = 0; number < 4; number++)
        {
            newest = QuoteAt(cluster, number);
            await vendor.SayAsync(new StreamNews.Told(newest with { AssetId = Ether }));
            await vendor.SayAsync(new StreamNews.Told(newest));
            await AdvanceUntilAsync(async () => (await bitcoin.GetAsync()).LastQuote == newest);
        }

        Assert.Equal([Bitcoin, Ether], (await stream.GetAsync()).AssetIds.Order(StringComparer.Ordinal));

        answers.SetResult();
        await AdvanceUntilAsync(async () => (await ether.GetAsync()).LastQuote == newest with { AssetId = Ether });

        Task AdvanceUntilAsync(Func<Task<bool>> holds) => Poll.UntilAsync(
            () =>
            {
                cluster.Time.Advance(StreamRules.TellEvery);
                return holds();
            },
            Patience, () => $"The newest is {newest}.");
    }

    /// <summary>OANDA refuses the whole stream for one instrument that the account lacks: what its poll was refused is not in it.</summary>
    [Fact]
    public async Task Ensure_PollOfASymbolWasRefused_StreamIsOpenedWithoutIt()
    {
        await using var cluster = await StartAsync(new SaidStream(), assets: [Bitcoin, Ether]);
        var stream = cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(SourceCluster.SourceId));
        var inner = cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId));
        await inner.EnsureAsync();
        Assert.Equal([Bitcoin, Ether], (await stream.GetAsync()).AssetIds.Order(StringComparer.Ordinal));

        cluster.Vendor.AnswerQuote = (asset, _) => Task.FromResult(
            FakeVendorAdapter.Fail<Quote>(asset == Ether ? FeedResult.UnknownSymbol : FeedResult.NothingNow));
        await cluster.TickAsync();
        await cluster.WaitForAsync(state => state.Slots.Any(slot => slot.ParkedBecause is not null));
        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        await inner.EnsureAsync();

        Assert.Equal([Bitcoin], (await stream.GetAsync()).AssetIds.ToArray());
    }

    [Theory]
    [InlineData("fake", "BTC/USD", typeof(NotFoundException), "'BTC/USDT'")]
    [InlineData("fakes", Bitcoin, typeof(NotFoundException), "'fake'")]
    [InlineData("primary", Bitcoin, typeof(InvalidRequestException), "pushes no quotes")]
    public async Task Follow_WhatIsNeverPushed_IsRefusedAtOnce(string source, string asset, Type refusal, string words)
    {
        await using var cluster = await StartAsync(new SaidStream());
        using var limit = new CancellationTokenSource(Patience);
        var follower = cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(source)).FollowAsync([asset], cancellationToken: limit.Token);
        await using var one = follower.GetAsyncEnumerator(limit.Token);

        var refused = await Assert.ThrowsAsync(refusal, async () => await one.MoveNextAsync());

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static Task<SourceCluster> StartAsync(SaidStream vendor, DatasetSchedule? quotes = null, params string[] assets)
    {
        var cluster = new SourceCluster
        {
            Assets = [.. (assets is [] ? [Bitcoin] : assets).Select(id => SourceCluster.Asset(id, enabled: true))],
            Datasets = [quotes ?? Definitions.Quotes],
            Stream = vendor,
            Before = Definitions.Source("primary", [], Definitions.Quotes),
        };

        // Polls go on beside the stream; here they bring nothing.
        cluster.Vendor.AnswerQuote = (_, _) => Task.FromResult(FakeVendorAdapter.Fail<Quote>(FeedResult.NothingNow));
        return cluster.StartAsync();
    }

    private static Quote QuoteAt(SourceCluster cluster, int bid) =>
        new(Bitcoin, SourceCluster.SourceId, cluster.Time.GetUtcNow(), 100 + bid, 100.1m + bid, 1, 1);
}
