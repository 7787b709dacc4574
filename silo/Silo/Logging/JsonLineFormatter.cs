using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansAssets.Silo.Logging;

/// <summary>An object of JSON a line, with the event's number, and the ids of the trace and span in which it happened.</summary>
internal sealed class JsonLineFormatter(TimeProvider clock) : LimitedFormatter(FormatterName, clock)
{
    public const string FormatterName = "assets-json";

    protected override void WriteCount(TextWriter writer, DateTimeOffset now, string count) => Write(writer, now, json =>
    {
        json.WriteString("level", nameof(LogLevel.Warning));
        json.WriteString("message", count);
    });

    protected override void WriteEvent(TextWriter writer, DateTimeOffset now, in LoggedEvent logged)
    {
        var one = logged;
        Write(writer, now, json =>
        {
            json.WriteString("level", one.Level.ToString());
            json.WriteString("category", one.Category);
            json.WriteNumber("event_id", one.Id.Id);
            json.WriteString("message", one.Message);
            if (Activity.Current is { } span)
            {
                json.WriteString("trace_id", span.TraceId.ToHexString());
                json.WriteString("span_id", span.SpanId.ToHexString());
            }

            if (one.Exception is { } exception)
            {
                json.WriteString("exception", one.IsWhole ? exception.ToString()
                    : $"{exception.GetBaseException().GetType()}: {FirstLine(exception.GetBaseException().Message)}");
            }
        });
    }

    private static void Write(TextWriter writer, DateTimeOffset now, Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            write(json);
            json.WriteEndObject();
        }

        writer.WriteLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
    }
}
