using System.Globalization;
using OrleansAssets.Tests.Domain;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// Restarts under load by kill -9, at random points and over windows so tight that they bind across restarts: while history is filled,
/// then while gaps are, which the test tears between lives. No window is overspent by the vendors' own tally, no page asked for twice, no
/// interval lost. ASSETS_KILLS sets the number of kills and ASSETS_SEED their points; tests/kill9-collection.sh runs a hundred.
/// </summary>
public sealed class KillNineTests(ITestOutputHelper output) : IDisposable
{
    private const string Binance = "ccxt_binance";
    private const string Candles = "/klines";
    private const int GapMinutesMax = 1_200;
    private const int ManyKills = 20;

    /// <summary>The gaps that many kills left take many minutes of so small a budget.</summary>
    private static readonly TimeSpan WholeAfterMax = TimeSpan.FromMinutes(15);

    private static readonly int Kills = Setting("ASSETS_KILLS", 3);
    private static readonly int Seed = Setting("ASSETS_SEED", 9);
    private static readonly int HistoryDays = Math.Clamp(Kills * 2 / 5, 2, 60);

    private readonly DataDirectory _data = new();
    private readonly ConfigurationCopy _configuration = new();
    private readonly List<KillPoint> _points = [];
    private readonly List<SiloEnding> _endings = [];
    private readonly List<long> _pages = [];
    private readonly List<long> _candles = [];
    private long _lost;
    private int _gaps;

    public void Dispose()
    {
        _configuration.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Kill_ManyTimesUnderLoad_OverspendsNothingAndLosesNothing()
    {
        _configuration.TightenBinance(HistoryDays);
        var sources = _configuration.Read().Configuration!.Sources; // The copy is valid.
        var log = Path.Combine(_data.Path, "calls.log");
        var tally = new CallTally(log);
        var random = new Random(Seed);
        var start = OpenMinute(TimeProvider.System.GetUtcNow().AddDays(-HistoryDays)).AddMinutes(5);
        output.WriteLine($"seed {Seed}; {HistoryDays} days of minutes of 2 assets, {GapMinutesMax} minutes a gap at most");
        for (var kill = 0; kill < Kills; kill++)
        {
            await LiveAsync(log, tally, random, start);
        }

        await using var last = Launch(log);
        await tally.WaitForAsync(last, Candles, more: 1);
        await using var collected = new CollectedCandles(last.RunFile.ConnectionString, Binance);
        await tally.WaitUntilAsync(last, collected.IsWholeAsync, WholeAfterMax);

        var windows = tally.Windows(sources);
        var over = windows.Where(window => window.IsOver).ToList();
        var again = tally.AskedAgain(Candles, _endings);
        var (missing, changed) = (await collected.MissingAsync(start), await collected.ChangedAsync());
        var fullest = windows.Where(window => window.SourceId == Binance && window.Window.WindowSeconds > 1).Max(window => window.Share);
        output.WriteLine(
            $"{Kills} kills: {_points.Count(point => point.CallsReserved)} with calls under way, "
            + $"{_points.Count(point => point.FillsHistory)} while history was filled, "
            + $"{_points.Count(point => point.FillsGap)} while a gap was ({_gaps} gaps torn, {_lost} candles)");
        output.WriteLine(
            $"a life: {_pages.Min()} to {_pages.Max()} pages of candles, {_pages.Average():0.0} on average, "
            + $"{_candles.Average():0} candles stored");
        output.WriteLine(
            $"{tally.Count("")} calls in {windows.Length} windows, {windows.Count(window => window.IsFull)} of them full, "
            + $"Binance's fullest of longer than a second at {fullest:P0}: {over.Count} over their limit");
        output.WriteLine(
            $"{await collected.CountAsync()} candles: {again.Length} pages asked for twice, {missing} missing intervals, "
            + $"{changed} with other values");

        Assert.Empty(over);
        Assert.True(again.IsEmpty, string.Join('\n', again));
        Assert.Equal((0, 0), (missing, changed));
        Assert.True(_pages.Min() > 0, "The load was none.");
        if (Kills >= ManyKills)
        {
            // How full a window gets and what a kill meets is chance, and a slow machine's: a few kills prove nothing of it.
            Assert.True(fullest > 0.7, "The windows did not bind.");
            Assert.True(_points.Exists(point => point.CallsReserved) && _points.Exists(point => point.FillsHistory), "No kill met work.");
        }
    }

    private async Task LiveAsync(string log, CallTally tally, Random random, DateTimeOffset start)
    {
        var pagesBefore = tally.Count(Candles);
        await using var silo = Launch(log);
        await silo.WaitForLineAsync("Ready: "); // Collection begins before it: the run file, which names the server, is written with it.
        await tally.WaitForAsync(silo, Candles, more: random.Next(1, 6));
        await Task.Delay(random.Next(0, 250)); // No wait for something: the kill's point between two calls.
        var killedAt = TimeProvider.System.GetUtcNow();
        await silo.KillAsync();
        _endings.Add(new SiloEnding(killedAt, TimeProvider.System.GetUtcNow()));

        // The server outlives its silo for long enough to be asked.
        await using var collected = new CollectedCandles(silo.RunFile.ConnectionString, Binance);
        _points.Add(await collected.PointAsync());
        _pages.Add(tally.Count(Candles) - pagesBefore);
        _candles.Add(await collected.CountAsync() + _lost - _candles.Sum());
        if (!_points[^1].FillsHistory)
        {
            await TearAsync(collected, random, start);
            await collected.AgeAsync();
        }
    }

    // No stretch is torn twice: what was asked for again once and did not come is held absent.
    private async Task TearAsync(CollectedCandles collected, Random random, DateTimeOffset start)
    {
        var from = start.AddMinutes(60 + (_gaps * GapMinutesMax));
        if (from.AddMinutes(GapMinutesMax) < start.AddDays(HistoryDays).AddHours(-2))
        {
            _lost += await collected.LoseAsync(from, from.AddMinutes(random.Next(GapMinutesMax / 2, GapMinutesMax)));
            _gaps++;
        }
    }

    private SiloProcess Launch(string log) => SiloProcess.Launch(
        _data.Path, "--config", _configuration.Directory, "--sandbox-log", log, "--warm-up", "all");

    private static DateTimeOffset OpenMinute(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds() / 60 * 60);

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
