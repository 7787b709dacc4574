using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OrleansAssets.Api.Problems;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;

namespace OrleansAssets.Web.Requests;

/// <summary>Everything in a piece of JSON that a type does not take: what is missing, unknown, given twice or of another form.</summary>
internal static class JsonFaults
{
    private const int FaultsMax = 50;

    /// <param name="place">Where the piece is in the body.</param>
    public static ImmutableArray<RequestFault> Find(JsonElement element, JsonTypeInfo type, string place = "$")
    {
        if (JsonText.Unreadable(element, place) is { } unreadable)
        {
            return [new RequestFault(unreadable, null, JsonText.Rule)];
        }

        var faults = new List<RequestFault>();
        Look(element, type, place, isNullable: false, faults);
        return [.. faults.Take(FaultsMax)];
    }

    private static void Look(JsonElement element, JsonTypeInfo type, string place, bool isNullable, List<RequestFault> faults)
    {
        if (faults.Count >= FaultsMax)
        {
            return;
        }

        switch (type.Kind)
        {
            case var _ when element.ValueKind == JsonValueKind.Null:
                if (!isNullable)
                {
                    faults.Add(new RequestFault(place, "null", TypeWords.RuleOf(type.Type)));
                }

                break;
            case JsonTypeInfoKind.Object:
                LookAtObject(element, type, place, faults);
                break;
            case JsonTypeInfoKind.Enumerable:
                LookAtArray(element, type, place, faults);
                break;
            default:
                LookAtValue(element, type, place, faults);
                break;
        }
    }

    private static void LookAtObject(JsonElement element, JsonTypeInfo type, string place, List<RequestFault> faults)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new RequestFault(place, Shown(element), "must be an object"));
            return;
        }

        var known = type.Properties.Where(property => property.AssociatedParameter is not null || property.Set is not null)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            var path = $"{place}.{RequestFault.Shown(member.Name)}";
            if (!known.TryGetValue(member.Name, out var property))
            {
                faults.Add(new RequestFault(path, null, "is not known", Hint(member.Name, known.Keys)));
            }
            else if (!seen.Add(member.Name))
            {
                faults.Add(new RequestFault(path, null, "is given twice", "give it once"));
            }
            else
            {
                Look(member.Value, type.Options.GetTypeInfo(property.PropertyType), path, IsNullable(property), faults);
            }
        }

        faults.AddRange(known.Values.Where(property => IsRequired(property) && !seen.Contains(property.Name))
            .Select(property => new RequestFault($"{place}.{property.Name}", null, "is missing", TypeWords.RuleOf(property.PropertyType))));
    }

    private static void LookAtArray(JsonElement element, JsonTypeInfo type, string place, List<RequestFault> faults)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new RequestFault(place, Shown(element), "must be a list"));
            return;
        }

        var elementType = type.Options.GetTypeInfo(type.ElementType!); // what is enumerable has elements
        var index = 0;
        foreach (var one in element.EnumerateArray())
        {
            Look(one, elementType, $"{place}[{index++}]", isNullable: false, faults);
        }
    }

    private static void LookAtValue(JsonElement element, JsonTypeInfo type, string place, List<RequestFault> faults)
    {
        try
        {
            _ = element.Deserialize(type);
            if (IsUnambiguous(element, Nullable.GetUnderlyingType(type.Type) ?? type.Type))
            {
                return;
            }
        }
        catch (JsonException)
        {
            // The rule tells more than the reader's own words.
        }

        faults.Add(new RequestFault(place, Shown(element), TypeWords.RuleOf(type.Type)));
    }

    /// <summary>Whether what the reader made of it is what was meant: it takes several names of an enum for a third.</summary>
    private static bool IsUnambiguous(JsonElement element, Type type) =>
        type == typeof(DateTimeOffset) ? HasOffset(element.GetString()!) && element.GetDateTimeOffset() != default // which means none
        : !type.IsEnum || type == typeof(Timeframe) || EnumText.Is(type, element.GetString());

    /// <summary>A time without its offset would be that of the machine which reads it.</summary>
    private static bool HasOffset(string time) =>
        time.EndsWith('Z') || time.AsSpan(Math.Min(time.Length, 10)).IndexOfAny('+', '-') >= 0;

    private static bool IsNullable(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && (property.AssociatedParameter?.IsNullable ?? property.IsSetNullable));

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.AssociatedParameter is { HasDefaultValue: false } && !IsNullable(property);

    private static string? Hint(string name, IEnumerable<string> known) =>
        NearestNames.Find(name, known) is { } nearest ? $"did you mean '{nearest}'?" : null;

    private static string Shown(JsonElement element) => RequestFault.Shown(
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText()); // a string has one
}
