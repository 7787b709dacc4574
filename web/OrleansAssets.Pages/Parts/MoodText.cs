using System.Globalization;
using OrleansAssets.Domain;

namespace OrleansAssets.Pages.Parts;

/// <summary>Mood in words and as a colour: -1 is bearish, +1 bullish.</summary>
internal static class MoodText
{
    public static string Score(double score) => score.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    public static Tone Tone(double score) => score switch
    {
        > 0 => Parts.Tone.Good,
        < 0 => Parts.Tone.Bad,
        _ => Parts.Tone.Plain,
    };

    /// <summary>Over how long posts were counted.</summary>
    public static string Back(int lookbackMinutes) => ValueText.Length(TimeSpan.FromMinutes(lookbackMinutes));

    /// <summary>More or fewer posts than in the interval before.</summary>
    public static string Change(double? change) =>
        change is { } part ? $"{(part * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture)} %" : ValueText.None;
}
