using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A new user's first look at the log.</summary>
public sealed class CleanStartTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Longer than the silo of a test lives, and shorter than a machine has mostly run.</summary>
    private static readonly TimeSpan LifeMax = TimeSpan.FromMinutes(10);

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_OnNothing_LogsNoNoteOfTheFramework()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        await silo.ExpectAsync(0, "status");
        await silo.WaitForLineAsync("oanda is Healthy"); // asked with a key that is no token of the silo's

        Assert.DoesNotContain("was not authenticated", silo.Log, StringComparison.Ordinal);

        // A busy machine does stall, and the watchdog is right to say so; it is never stalled for longer than the silo runs.
        var notes = silo.Log.Split('\n')
            .Where(line => Regex.IsMatch(line, @"\((Orleans|Microsoft|System)\.[\w.]+\)$", RegexOptions.ExplicitCapture, Patience))
            .Where(line => !line.Contains("(Orleans.Runtime.Watchdog)", StringComparison.Ordinal) || StallOf(line) > LifeMax);

        Assert.Empty(notes);
    }

    private static TimeSpan StallOf(string line) => TimeSpan.Parse(
        Regex.Match(line, @"\d\d:\d\d:\d\d\.\d+", RegexOptions.None, Patience).Value, CultureInfo.InvariantCulture);
}
