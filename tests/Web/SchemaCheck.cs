using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansAssets.Tests.Web;

/// <summary>
/// Holds JSON against a schema of the API's document: the part of JSON Schema that the document uses. A word that this does not know is a
/// fault, so that none is passed over.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "$ref", "oneOf", "type", "format", "enum", "pattern", "properties", "required", "items", "additionalProperties", "description",
        "default", "title", "example", "examples",
    };

    /// <summary>What is wrong with a value, each with its place.</summary>
    public IEnumerable<string> Faults(JsonElement value, JsonElement schema, string place = "$")
    {
        if (schema.ValueKind is JsonValueKind.True)
        {
            return [];
        }

        if (schema.EnumerateObject().Select(word => word.Name).FirstOrDefault(word => !Words.Contains(word)) is { } odd)
        {
            return [$"{place}: the schema says '{odd}', which nobody here understands"];
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Faults(value, Resolve(reference.GetString()!), place); // a reference is a text
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            var found = choices.EnumerateArray().Select(choice => Faults(value, choice, place).ToArray()).ToArray();
            return found.Any(faults => faults.Length == 0) ? [] : found.MinBy(faults => faults.Length)!; // there is one choice at least
        }

        return [.. OfType(value, schema, place), .. OfValue(value, schema, place), .. OfParts(value, schema, place)];
    }

    private static IEnumerable<string> OfType(JsonElement value, JsonElement schema, string place)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return [];
        }

        var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()) : [type.GetString()];
        return allowed.Any(one => IsOf(value, one)) ? [] : [$"{place} is {value.ValueKind}, and must be {type}"];
    }

    private static bool IsOf(JsonElement value, string? type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static IEnumerable<string> OfValue(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("enum", out var values)
            && !values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            yield return $"{place} is {value}, and must be one of {values}";
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            yield break;
        }

        var text = value.GetString()!; // it is a text
        if (schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ExplicitCapture, MatchLimit)) // a pattern is a text
        {
            yield return $"{place} is '{text}', and must match {pattern}";
        }

        if (schema.TryGetProperty("format", out var format) && !HasFormat(text, format.GetString()))
        {
            yield return $"{place} is '{text}', and must be a {format}";
        }
    }

    private static bool HasFormat(string text, string? format) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && text.Contains('T'),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParse(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        _ => false,
    };

    private IEnumerable<string> OfParts(JsonElement value, JsonElement schema, string place)
    {
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            return value.EnumerateArray().SelectMany((one, index) => Faults(one, items, $"{place}[{index}]"));
        }

        return value.ValueKind == JsonValueKind.Object ? OfMembers(value, schema, place) : [];
    }

    private IEnumerable<string> OfMembers(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            var missing = required.EnumerateArray().Select(name => name.ToString()).Where(name => !value.TryGetProperty(name, out _));
            foreach (var name in missing)
            {
                yield return $"{place}.{name} is missing";
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var isKnown = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var form)
                || schema.TryGetProperty("additionalProperties", out form);
            var faults = isKnown ? Faults(member.Value, form, $"{place}.{member.Name}") : [$"{place}.{member.Name} is not in the document"];
            foreach (var fault in faults)
            {
                yield return fault;
            }
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(document, (element, step) => element.GetProperty(step));
}
