using System.Text.Json;
using OrleansAssets.Api.Problems;

namespace OrleansAssets.Web.Requests;

/// <summary>
/// Texts of a piece of JSON. The parser looks at what stands between the quotation marks only where it is read: bytes that are no UTF-8,
/// and an escape that is half of a character, are found here, before anybody reads them.
/// </summary>
internal static class JsonText
{
    public const string Rule = "must be text in UTF-8, without halves of characters such as \\ud800";

    /// <summary>The place of the first text that cannot be read; null where all can.</summary>
    public static string? Unreadable(JsonElement element, string place)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Read(element.GetString) is null ? place : null;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select((one, index) => Unreadable(one, $"{place}[{index}]")).FirstOrDefault(IsThere);
            case JsonValueKind.Object:
                return element.EnumerateObject().Select(member => Read(() => member.Name) is { } name
                    ? Unreadable(member.Value, $"{place}.{RequestFault.Shown(name)}")
                    : $"{place}, a name in it").FirstOrDefault(IsThere);
            default:
                return null;
        }
    }

    private static bool IsThere(string? place) => place is not null;

    private static string? Read(Func<string?> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            return null; // There is no way to ask first.
        }
    }
}
