using System.Collections.Frozen;
using System.Text.Json;

namespace OrleansAssets.Grains.Telemetry;

/// <summary>
/// Values of enumerations as tags of measurements have them: <c>rate_limited</c>. Made once, as a tag is written with each call.
/// </summary>
internal static class TagText
{
    public static string Of<T>(T value)
        where T : struct, Enum => Texts<T>.All.TryGetValue(value, out var text) ? text : "unknown";

    private static class Texts<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> All = Enum.GetValues<T>().Distinct()
            .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
