using System.Globalization;
using OrleansAssets.Domain;

namespace OrleansAssets.Pages.Forms;

/// <summary>Reads the texts of a form and keeps every fault of them, so that all are told at once.</summary>
internal sealed class FormTexts
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    // As browsers send what is chosen by day and time.
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm", TimeForm];

    private readonly List<string> _faults = [];

    /// <summary>What is wrong, in sentences; null where nothing is.</summary>
    public string? Fault => _faults.Count == 0 ? null : string.Join(" ", _faults);

    public void Add(string fault) => _faults.Add(fault);

    /// <summary>A text without what stands around it; null for an empty one.</summary>
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>An instant as <see cref="Time"/> reads it, to its last digit, UTC.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    /// <summary>A number as a field takes it: what <see cref="Number"/> reads, no zeros after its last decimal.</summary>
    public static string Text(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A text that has to be there.</summary>
    public string Needed(string name, string? text)
    {
        if (Text(text) is { } given)
        {
            return given;
        }

        _faults.Add($"The {name} is missing.");
        return "";
    }

    /// <summary>A number; null for an empty text.</summary>
    public decimal? Number(string name, string? text)
    {
        if (Text(text) is not { } given)
        {
            return null;
        }

        if (NumberText.TryRead(given, out var number))
        {
            return number;
        }

        _faults.Add($"The {name} '{given}' is no number: give {NumberText.Form}, e.g. 500 or 0.25.");
        return null;
    }

    /// <summary>A number that has to be there; 0 where it is not.</summary>
    public decimal NeededNumber(string name, string? text)
    {
        var before = _faults.Count;
        var number = Number(name, text);
        if (number is null && _faults.Count == before)
        {
            _faults.Add($"The {name} is missing.");
        }

        return number ?? 0;
    }

    /// <summary>A whole number of units.</summary>
    public int? Whole(string name, string? text)
    {
        if (Text(text) is not { } given)
        {
            return null;
        }

        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        _faults.Add($"The {name} '{given}' is no whole number: give digits alone, e.g. 10.");
        return null;
    }

    /// <summary>An instant, UTC; null for an empty text.</summary>
    public DateTimeOffset? Time(string name, string? text)
    {
        if (Text(text) is not { } given)
        {
            return null;
        }

        if (DateTime.TryParseExact(
            given.TrimEnd('Z'), TimeForms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return new DateTimeOffset(at, TimeSpan.Zero);
        }

        _faults.Add($"The {name} '{given}' is no time: give it in UTC, e.g. 2026-03-02T14:30.");
        return null;
    }

    /// <summary>One value of an enum by its name.</summary>
    public T Choice<T>(string name, string? text)
        where T : struct, Enum
    {
        if (EnumText.TryRead<T>(Text(text), out var value))
        {
            return value;
        }

        _faults.Add($"The {name} '{text}' is not known: it is one of {string.Join(", ", Enum.GetNames<T>())}.");
        return default;
    }
}
