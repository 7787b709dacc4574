using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Sandbox.Faults;

/// <summary>Reads the body that sets a fault. Every mistake in it is told at once.</summary>
internal static class FaultRequest
{
    public const int BodyBytesMax = 4_096;
    private const int LatencyMsMax = 600_000;
    private const int SecondsMax = 86_400;
    private const int CountMax = 1_000_000;

    private static readonly ImmutableArray<(string Name, SandboxFaultKind Kind)> Kinds =
    [
        ("latency", SandboxFaultKind.Latency),
        ("rate_limited", SandboxFaultKind.RateLimited),
        ("server_error", SandboxFaultKind.ServerError),
        ("truncated", SandboxFaultKind.Truncated),
        ("html", SandboxFaultKind.Html),
        ("wrong_numbers", SandboxFaultKind.WrongNumbers),
        ("missing_rows", SandboxFaultKind.MissingRows),
        ("stream_silence", SandboxFaultKind.StreamSilence),
        ("stream_disconnect", SandboxFaultKind.StreamDisconnect),
        ("stream_duplicates", SandboxFaultKind.StreamDuplicates),
        ("stream_out_of_order", SandboxFaultKind.StreamOutOfOrder),
        ("stream_burst", SandboxFaultKind.StreamBurst),
    ];

    private static readonly ImmutableArray<string> Members = ["kind", "count", "seconds", "latency_ms", "retry_after_seconds"];

    public static string NameOf(SandboxFaultKind kind) => Kinds.First(known => known.Kind == kind).Name;

    /// <summary>The fault, or what is wrong with the body.</summary>
    public static (SandboxFault? Fault, ImmutableArray<string> Mistakes) Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            return (null, [$"The body is no JSON: {exception.Message}"]);
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, now)
                : (null, ["The body must be a JSON object such as {\"kind\":\"rate_limited\",\"seconds\":60}."]);
        }
    }

    private static (SandboxFault? Fault, ImmutableArray<string> Mistakes) Read(JsonElement body, DateTimeOffset now)
    {
        var mistakes = ImmutableArray.CreateBuilder<string>();
        mistakes.AddRange(body.EnumerateObject().Where(member => !Members.Contains(member.Name, StringComparer.Ordinal))
            .Select(member => $"'{member.Name}' is no member of a fault; the members are {string.Join(", ", Members)}."));
        var kind = KindOf(body, mistakes);
        var count = Number(body, "count", 1, CountMax, mistakes);
        var seconds = Number(body, "seconds", 1, SecondsMax, mistakes);
        var latencyMs = Number(body, "latency_ms", 1, LatencyMsMax, mistakes);
        var retryAfterSeconds = Number(body, "retry_after_seconds", 1, SecondsMax, mistakes);
        if (kind is { } known && known == SandboxFaultKind.Latency != latencyMs is not null)
        {
            mistakes.Add("'latency_ms' belongs to the kind latency, which needs it, and to no other.");
        }

        return mistakes.Count == 0 && kind is { } right
            ? (new SandboxFault(right, count, seconds is { } s ? now.AddSeconds(s) : null, latencyMs ?? 0, retryAfterSeconds), [])
            : (null, mistakes.ToImmutable());
    }

    private static SandboxFaultKind? KindOf(JsonElement body, ImmutableArray<string>.Builder mistakes)
    {
        var text = body.TryGetProperty("kind", out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        foreach (var known in Kinds)
        {
            if (known.Name == text)
            {
                return known.Kind;
            }
        }

        var kinds = string.Join(", ", Kinds.Select(known => known.Name));
        mistakes.Add($"'kind' is {(text is null ? "missing" : $"'{text}'")}; it must be one of {kinds}.");
        return null;
    }

    private static int? Number(JsonElement body, string name, int min, int max, ImmutableArray<string>.Builder mistakes)
    {
        if (!body.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number) && number >= min && number <= max)
        {
            return number;
        }

        mistakes.Add(FormattableString.Invariant($"'{name}' is {member.GetRawText()}; it must be a whole number from {min} to {max}."));
        return null;
    }
}
