using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Silo.Logging;

namespace OrleansAssets.Tests.Silo;

/// <summary>What a line of the framework must be to be held back, and that its neighbours are not.</summary>
public sealed class FrameworkNotesTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Write_NoteOnServerGc_IsHeldBack() =>
        Assert.Empty(Line("Orleans.Runtime.Silo", 100405, "Note: Silo not running with ServerGC"));

    [Theory]
    [InlineData("Orleans.Runtime.Silo", 100419)]
    [InlineData("Orleans.Runtime.Catalog", 100405)]
    public void Write_AnotherEventOrCategory_IsShown(string category, int id) =>
        Assert.Contains($"Warning something ({category})", Line(category, id, "something"), StringComparison.Ordinal);

    [Theory]
    [InlineData(29 * 60, false)]
    [InlineData(20, true)]
    public void Write_StallOfTheWatchdog_IsShownWhereTheProcessIsOldEnough(int seconds, bool isShown)
    {
        var line = Line("Orleans.Runtime.Watchdog", 100150, "stalled", TimeSpan.FromSeconds(seconds));

        Assert.Equal(isShown, line.Contains("Warning stalled", StringComparison.Ordinal));
    }

    /// <summary>What the formatter writes a minute after its start.</summary>
    private string Line(string category, int id, string message, TimeSpan? stall = null)
    {
        var formatter = new ConsoleLineFormatter(_clock);
        _clock.Advance(TimeSpan.FromMinutes(1));
        KeyValuePair<string, object?>[] state = stall is null ? [] : [new("TimeSinceLastTick", stall)];
        using var text = new StringWriter();
        formatter.Write(
            new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Warning, category, new EventId(id), state, null, (_, _) => message),
            null,
            text);
        return text.ToString();
    }
}
