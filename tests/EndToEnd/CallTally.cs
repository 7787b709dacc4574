using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OrleansAssets.DataSources;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>What the vendors' side says was asked of it: the sandbox notes each call as it arrives, before it answers.</summary>
/// <param name="log">The file; with <c>*</c> in its name, one for each silo.</param>
internal sealed class CallTally(string log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until a silo has made so many more calls whose path holds a text.</summary>
    public Task WaitForAsync(SiloProcess silo, string path, int more)
    {
        var wanted = Count(path) + more;
        return WaitUntilAsync(silo, () => Task.FromResult(Count(path) >= wanted));
    }

    /// <summary>Waits until something holds, looking after each call that arrives.</summary>
    public async Task WaitUntilAsync(SiloProcess silo, Func<Task<bool>> holds, TimeSpan? patience = null)
    {
        using var arrived = new SemaphoreSlim(1);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(log)!, Path.GetFileName(log)); // It has a directory.
        watcher.Changed += (_, _) => arrived.Release();
        watcher.Created += (_, _) => arrived.Release();
        watcher.EnableRaisingEvents = true;
        using var timeout = new CancellationTokenSource(patience ?? Patience);
        try
        {
            do
            {
                await arrived.WaitAsync(timeout.Token);
            }
            while (!await holds());
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"It did not hold within {patience ?? Patience}. The silo's log:\n{silo.Log}", exception);
        }
    }

    /// <summary>Pages of history that a source was asked for again though it had answered them.</summary>
    public ImmutableArray<string> AskedAgain(string path, IReadOnlyList<SiloEnding> endings) =>
        AskedPages.Again(Lines(), path, endings);

    public int Count(string path) => Lines().Count(line => line.Contains(path, StringComparison.Ordinal));

    /// <summary>Every window of every source in which calls arrived, with the units that the vendor charged for them.</summary>
    public ImmutableArray<SpentWindow> Windows(ImmutableArray<DataSourceDefinition> sources) => SpentWindow.Of(Lines(), sources);

    private List<string> Lines() =>
        [.. Directory.GetFiles(Path.GetDirectoryName(log)!, Path.GetFileName(log)).SelectMany(LinesOf)]; // It has a directory.

    private static string[] LinesOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>When a silo ended, in whatever way: from the signal until it was gone.</summary>
internal sealed record SiloEnding(DateTimeOffset From, DateTimeOffset Until);

/// <summary>Questions for pages of history, told by where they begin.</summary>
internal static partial class AskedPages
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Pages that are stored together: so many are lost at most where a silo ends before they are.</summary>
    private const int StoredTogetherMax = 5;

    /// <summary>
    /// Each page of minutes that was asked for again without need. A silo that ends loses the pages that it has not stored yet, and the
    /// next begins with the first of them: once a feed and ending. Where the history is collected, the newest minute is asked for again and
    /// again: a page that was not over yet when it was asked for is none of these.
    /// </summary>
    public static ImmutableArray<string> Again(IEnumerable<string> lines, string path, IReadOnlyList<SiloEnding> endings)
    {
        var feeds = lines.Where(line => line.Contains(path, StringComparison.Ordinal)).Select(Read).Where(page => page.IsOver)
            .OrderBy(page => page.AskedAt).GroupBy(page => page.Feed, StringComparer.Ordinal);
        return [.. feeds.SelectMany(feed => Again([.. feed], [.. endings]))];
    }

    private static IEnumerable<string> Again(ImmutableArray<Page> pages, List<SiloEnding> endings)
    {
        var asked = new HashSet<DateTimeOffset>();
        var isAnew = false; // what a silo lost is being asked for again
        for (var at = 0; at < pages.Length; at++)
        {
            var (page, before) = (pages[at], at == 0 ? null : pages[at - 1]);
            if (asked.Add(page.Start))
            {
                isAnew = false;
            }
            else if (!isAnew || page.Start <= before!.Start) // the first is never asked again
            {
                var ending = endings.Find(one => one.Until >= before!.AskedAt && one.From <= page.AskedAt);
                isAnew = ending is not null && endings.Remove(ending)
                    && before!.Start - page.Start < StoredTogetherMax * page.Length;
                if (!isAnew)
                {
                    yield return $"{page.Feed} from {page.Start:u} at {page.AskedAt:HH:mm:ss.fff}, after {before!.Start:u}: "
                        + $"as the question {at + 1} of {pages.Length}";
                }
            }
        }
    }

    private static Page Read(string line)
    {
        var parts = line.Split(' ');
        var start = Start().Match(parts[2]);
        var limit = Limit().Match(parts[2]);
        return new Page(
            Start().Replace(parts[2], ""),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(start.Groups["at"].ValueSpan, CultureInfo.InvariantCulture)),
            int.Parse(limit.Groups["rows"].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"startTime=(?<at>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Start();

    [GeneratedRegex(@"limit=(?<rows>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Limit();

    private sealed record Page(string Feed, DateTimeOffset AskedAt, DateTimeOffset Start, int Rows)
    {
        public TimeSpan Length => Rows * Minute;

        /// <summary>Whether all its minutes had passed.</summary>
        public bool IsOver => Start + Length <= AskedAt;
    }
}

/// <summary>Units that a vendor charged in one window of its limits.</summary>
internal sealed record SpentWindow(string SourceId, RateWindow Window, DateTimeOffset Start, int Units)
{
    public bool IsOver => Units > Window.LimitUnits;

    public bool IsFull => Units == Window.LimitUnits;

    /// <summary>Of the limit.</summary>
    public double Share => Units / (double)Window.LimitUnits;

    /// <summary>Every window of every source in which calls arrived.</summary>
    /// <param name="lines">Of the sandbox's log, whole windows of it.</param>
    public static ImmutableArray<SpentWindow> Of(IEnumerable<string> lines, ImmutableArray<DataSourceDefinition> sources)
    {
        var calls = lines.Select(line => line.Split(' '))
            .Select(parts => (Second: long.Parse(parts[0], CultureInfo.InvariantCulture) / 1000, Source: parts[1]))
            .ToLookup(call => call.Source, call => call.Second, StringComparer.Ordinal);
        return
        [
            .. from source in sources
               from window in source.Windows
               where window.WindowSeconds > 0
               from spent in calls[source.Id].GroupBy(second => second / window.WindowSeconds)
               let start = DateTimeOffset.FromUnixTimeSeconds(spent.Key * window.WindowSeconds)
               select new SpentWindow(source.Id, window, start, spent.Count() * UnitsOf(source.Id)),
        ];
    }

    /// <summary>Binance charges 2 for klines or a ticker of one symbol; elsewhere a call is one unit at least.</summary>
    private static int UnitsOf(string sourceId) => sourceId == "ccxt_binance" ? 2 : 1;
}
