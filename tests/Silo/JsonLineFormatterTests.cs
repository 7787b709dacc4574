using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Silo.Logging;

namespace OrleansAssets.Tests.Silo;

/// <summary>The log as programs collect it.</summary>
public sealed class JsonLineFormatterTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
    private readonly StringWriter _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public void Write_EventInATrace_IsOneLineWithItsNumberAndItsTrace()
    {
        using var span = new Activity("test").Start();

        Write(new JsonLineFormatter(_clock), "said \"so\"\nand more", new InvalidOperationException("broke"));

        var line = Assert.Single(_text.ToString().TrimEnd().Split('\n'));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2026-11-27T09:00:00.000Z", json.GetProperty("time").GetString());
        Assert.Equal(("Warning", "OrleansAssets.Test", 2110), (
            json.GetProperty("level").GetString(), json.GetProperty("category").GetString(), json.GetProperty("event_id").GetInt32()));
        Assert.Equal("said \"so\"\nand more", json.GetProperty("message").GetString());
        Assert.Equal(span.TraceId.ToHexString(), json.GetProperty("trace_id").GetString());
        Assert.Equal(span.SpanId.ToHexString(), json.GetProperty("span_id").GetString());
        Assert.Contains("broke", json.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A flood is held back in this format too, and its count is an object like any other.</summary>
    [Fact]
    public void Write_Flood_IsOneAMinuteAndACount()
    {
        var formatter = new JsonLineFormatter(_clock);
        for (var number = 0; number < 10; number++)
        {
            Write(formatter, "fails", new InvalidOperationException("broke"));
        }

        _clock.Advance(TimeSpan.FromMinutes(2));
        Write(formatter, "fails", new InvalidOperationException("broke"));

        var messages = _text.ToString().TrimEnd().Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!).ToArray();
        Assert.Equal(3, messages.Length);
        Assert.StartsWith("9 more like it since", messages[1], StringComparison.Ordinal);
    }

    private void Write(JsonLineFormatter formatter, string message, Exception exception) => formatter.Write(
        new LogEntry<string>(LogLevel.Warning, "OrleansAssets.Test", new EventId(2110), message, exception, (state, _) => state),
        null,
        _text);
}
