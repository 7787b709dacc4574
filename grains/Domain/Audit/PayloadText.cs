using System.Text.Json;

namespace OrleansAssets.Domain.Audit;

/// <summary>The content of an audit entry for people: its values by name, without hashes and without what is long. JSON has all.</summary>
public static class PayloadText
{
    /// <summary>Of an entry whose kind says all.</summary>
    private const string Nothing = "nothing beside its kind";

    private const int LengthMax = 400;
    private const int DepthMax = 3;

    public static string Of(string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        JsonDocument content;
        try
        {
            content = JsonDocument.Parse(payload);
        }
        catch (JsonException)
        {
            return Cut(payload); // an entry that was tampered with is shown as it is
        }

        using (content)
        {
            var text = Cut(string.Join(", ", Parts(content.RootElement, name: "", depth: 0)));
            return text.Length == 0 ? Nothing : text;
        }
    }

    private static IEnumerable<string> Parts(JsonElement value, string name, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object when depth < DepthMax => value.EnumerateObject()
            .Where(member => !member.Name.EndsWith("hash", StringComparison.OrdinalIgnoreCase))
            .SelectMany(member => Parts(member.Value, member.Name, depth + 1)),
        JsonValueKind.Array when value.GetArrayLength() > 0 => [$"{value.GetArrayLength()} {name}"],
        JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null => [],
        JsonValueKind.False => [],
        JsonValueKind.True => [name],
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => [$"{name} {text}"],
        JsonValueKind.Number => [$"{name} {value.GetRawText()}"],
        _ => [],
    };

    private static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= LengthMax)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', LengthMax);
        return $"{line[..(end > 0 ? end : LengthMax)]} ...";
    }
}
