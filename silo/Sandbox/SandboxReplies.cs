using System.Text.Json;

namespace OrleansAssets.Sandbox;

/// <summary>Writes JSON replies without reflection, so that the first one is as fast as the rest.</summary>
internal static class SandboxJson
{
    /// <summary>Sends a reply.</summary>
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            write(writer);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Writes rows as an array.</summary>
    /// <param name="name">Of the member; null where the array stands alone or its name is written.</param>
    public static void WriteRows<T>(this Utf8JsonWriter writer, string? name, IEnumerable<T> rows, Action<T> write)
    {
        if (name is not null)
        {
            writer.WritePropertyName(name);
        }

        writer.WriteStartArray();
        foreach (var row in rows)
        {
            write(row);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes rows as an array of objects, each with the members that the caller writes.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, string? name, IEnumerable<T> rows, Action<T> writeMembers)
        => writer.WriteRows(name, rows, row =>
        {
            writer.WriteStartObject();
            writeMembers(row);
            writer.WriteEndObject();
        });

    /// <summary>Sends an object with the members that the caller writes.</summary>
    public static Task WriteObjectAsync(HttpContext context, int status, Action<Utf8JsonWriter> writeMembers)
        => WriteAsync(context, status, writer =>
    {
        writer.WriteStartObject();
        writeMembers(writer);
        writer.WriteEndObject();
    });
}

/// <summary>Writes replies that are no JSON, as some vendors' errors are.</summary>
internal static class SandboxText
{
    /// <summary>Sends a text.</summary>
    public static Task WriteAsync(HttpContext context, int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
