using System.Diagnostics;
using System.Globalization;

namespace OrleansAssets.Benchmarks;

/// <summary>Times of the same act, gathered turn by turn.</summary>
internal sealed class Stretch
{
    /// <summary>What <see cref="Beside"/> writes, in words.</summary>
    public const string Heads = "commits/s   decisions/s   share   commit p50 / p99 ms   decision p50 / p99 ms";

    private readonly List<double> _times = [];
    private double _seconds;

    /// <summary>Acts a second.</summary>
    public double Rate => _times.Count / _seconds;

    public async Task AddAsync(int callers, int count, Func<int, Task> act)
    {
        var next = -1;
        var times = new double[count];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                await act(number);
                times[number] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        })));
        _seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        _times.AddRange(times);
    }

    /// <summary>The time in ms that such a share stays below.</summary>
    public double At(double share) => _times.Order().ElementAt((int)(_times.Count * share));

    /// <summary>A row of these decisions beside commits.</summary>
    public string Beside(Stretch commits) => string.Create(
        CultureInfo.InvariantCulture,
        $"{commits.Rate,9:N0}   {Rate,11:N0}   {Rate / commits.Rate,5:0.00}   "
        + $"{commits.At(0.5),10:0.00} / {commits.At(0.99):0.00}        {At(0.5),10:0.00} / {At(0.99):0.00}");
}
