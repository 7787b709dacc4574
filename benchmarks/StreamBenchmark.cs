using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;
using OrleansAssets.Vendors;
using OrleansAssets.Vendors.Alpaca;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// Quotes that a vendor pushes over a socket: how long they take to their grains while a book of 20 of them is decided on, beside the same
/// stream read by nobody but its parser; and what memory 5,000 assets take that are subscribed to.
/// </summary>
internal static class StreamBenchmark
{
    private const int Assets = 500;
    private const int ManyAssets = 5_000;
    private const int QuotesPerSecond = 2_000;
    private const int Positions = 20;
    private const int DecisionsPerSecond = 50;
    private const string Portfolio = "main";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task RunAsync()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{QuotesPerSecond:N0} quotes a second over a socket, told to grains every {StreamRules.TellEvery.TotalSeconds:0.#} s, the "
            + $"newest of each; {Positions} held, {DecisionsPerSecond} durable decisions a second"));
        await using (var tape = await QuoteTape.StartAsync(QuotesPerSecond))
        {
            await ParseAloneAsync(tape);
        }

        await MeasureAsync(Assets);
        await MeasureAsync(ManyAssets);
    }

    /// <summary>The reference: from the socket to a quote in memory.</summary>
    private static async Task ParseAloneAsync(QuoteTape tape)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IVendorEndpoints>(new TapeEndpoints(tape.Address, CancellationToken.None))
            .AddSingleton(TimeProvider.System).AddVendors()
            .BuildServiceProvider();
        var times = new ConcurrentBag<double>();
        using var ends = new CancellationTokenSource(WarmUp);
        var news = services.GetRequiredKeyedService<IQuoteStream>(AlpacaVendor.Id)
            .ListenAsync([.. Enumerable.Range(0, Assets).Select(number => new StreamSymbol($"{number}", $"{number}"))], ends.Token);
        try
        {
            await foreach (var told in news)
            {
                Add(times, told is StreamNews.Told { Quote: var quote } ? quote : null);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            Console.WriteLine($"parser alone: {Percentiles(times)}");
        }
    }

    private static async Task MeasureAsync(int assets)
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        await using var tape = await QuoteTape.StartAsync(QuotesPerSecond);
        var arrivals = new Arrivals();
        using var closing = new CancellationTokenSource();
        var endpoints = new TapeEndpoints(tape.Address, closing.Token);
        var source = new DataSourceDefinition(
            AlpacaVendor.Id, "Alpaca", "free", 0, [], "https://vendor.example", ["crypto"], [],
            [new DatasetSchedule(DatasetKind.Quotes, null, EverySeconds: 86_400, HistoryDays: 0)], Collected: true,
            StreamUrl: "wss://vendor.example");
        var before = Memory();
        await using var silo = await OrderSilo.StartAsync(server.DataSource, assets, source, services =>
            services.AddSingleton<IVendorEndpoints>(endpoints).AddSingleton<IIncomingGrainCallFilter>(arrivals));
        var configured = Memory();
        await silo.DepositAsync(Portfolio);
        foreach (var id in silo.AssetIds[..Positions])
        {
            await silo.FillAsync(Portfolio, id);
        }

        var stream = silo.QuoteStream(source.Id);
        while ((await stream.GetAsync()).Status != QuoteStreamStatus.Live)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5));
        }

        using var ends = new CancellationTokenSource(WarmUp + Measured);
        var deciding = DecideAsync(silo, ends.Token);
        await Task.Delay(WarmUp);
        var (first, processor) = (await stream.GetAsync(), Process.GetCurrentProcess().TotalProcessorTime);
        arrivals.Begin();
        await Task.Delay(Measured);
        var last = await stream.GetAsync();
        var used = (Process.GetCurrentProcess().TotalProcessorTime - processor) / Measured;
        var times = arrivals.End();
        var decisions = await deciding;
        var subscribed = Memory();
        await closing.CancelAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{assets,5:N0} assets: {(last.Quotes - first.Quotes) / Measured.TotalSeconds:N0} quotes a second came, "
            + $"{times.Count / Measured.TotalSeconds:N0} told; socket to grain {Percentiles(times)}; decision {Percentiles(decisions)}; "
            + $"{used:0.00} processors, server of quotes included; {last.Connections} connections, left out {last.LeftOut}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"             heap {before.Heap:0} MB before, {configured.Heap:0} configured, {subscribed.Heap:0} subscribed; resident "
            + $"{before.Resident:0}, {configured.Resident:0}, {subscribed.Resident:0}"));
    }

    private static async Task<ConcurrentBag<double>> DecideAsync(OrderSilo silo, CancellationToken cancellationToken)
    {
        var times = new ConcurrentBag<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / DecisionsPerSecond);
        for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
        {
            var started = Stopwatch.GetTimestamp();
            await silo.CheckAsync(Portfolio, $"order {number}");
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return times;
    }

    private static void Add(ConcurrentBag<double> times, Quote? quote)
    {
        if (quote is not null)
        {
            times.Add((TimeProvider.System.GetUtcNow() - quote.At).TotalMilliseconds);
        }
    }

    private static string Percentiles(ConcurrentBag<double> times)
    {
        var sorted = times.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {sorted[sorted.Length / 2]:0.0}, p99 {sorted[(int)(sorted.Length * 0.99)]:0.0}, most {sorted[^1]:0.0} ms");
    }

    private static (double Heap, double Resident) Memory()
    {
        const double Megabyte = 1024 * 1024;
        var heap = GC.GetTotalMemory(forceFullCollection: true) / Megabyte;
        return (heap, Process.GetCurrentProcess().WorkingSet64 / Megabyte);
    }

    /// <summary>Sees when quotes have reached their grains, which tell them to whoever asks from then on.</summary>
    private sealed class Arrivals : IIncomingGrainCallFilter
    {
        private volatile ConcurrentBag<double>? _times;

        public void Begin() => _times = [];

        public ConcurrentBag<double> End()
        {
            var times = _times ?? throw new InvalidOperationException("It was not begun.");
            _times = null;
            return times;
        }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            if (_times is { } times && context.MethodName == nameof(IAssetInnerGrain.RecordQuoteAsync))
            {
                Add(times, (Quote?)context.Request.GetArgument(0));
            }
        }
    }

    private sealed class TapeEndpoints(Uri stream, CancellationToken closing) : IVendorEndpoints
    {
        public string Mode => "sandbox";

        public CancellationToken Closing => closing;

        public Uri BaseAddressOf(string sourceId) => new("http://127.0.0.1/");

        public Uri? StreamAddressOf(string sourceId) => stream;

        public string? Secret(string variable) => "key";
    }
}
