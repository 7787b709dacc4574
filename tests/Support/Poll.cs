using System.Diagnostics;

namespace OrleansAssets.Tests.Support;

/// <summary>Waits for what other processes come to, which tell nobody.</summary>
internal static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until something holds, and says how long that took.</summary>
    /// <param name="otherwise">What to tell where it does not.</param>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan patience, Func<string> otherwise)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                throw new TimeoutException($"It did not hold within {patience.TotalSeconds} s. {otherwise()}");
            }

            await Task.Delay(Interval);
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
