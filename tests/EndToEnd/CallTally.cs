using System.Collections.Immutable;
using System.Globalization;
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
