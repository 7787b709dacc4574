using System.Collections.Immutable;
using System.Reflection;

namespace OrleansAssets.Pages.Forms;

/// <summary>
/// What a form sends that is looked at before it is done: in its first step what would happen is shown, in its second it is done.
/// </summary>
public abstract class StepForm
{
    /// <summary>Of the second step.</summary>
    public const string Do = "do";

    /// <summary><see cref="Do"/> from the second step.</summary>
    public string? Step { get; set; }

    /// <summary>Why; the journal keeps it.</summary>
    public string? Reason { get; set; }

    /// <summary>A second word for what is hard to believe.</summary>
    public bool Confirmed { get; set; }

    internal bool IsDone => Step == Do;

    internal string Why => Reason?.Trim() ?? "";

    /// <summary>What the second step sends again, by name, so that it does what was shown.</summary>
    /// <param name="asksAgain">Whether the second word is asked for in that step.</param>
    internal ImmutableArray<(string Name, string Value)> Carried(bool asksAgain) =>
    [
        .. GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(one => one.CanWrite && one.Name != nameof(Step) && (one.Name != nameof(Confirmed) || !asksAgain))
            .Select(one => (one.Name, Value: one.GetValue(this) switch
            {
                string text => text,
                true => "true",
                _ => "",
            }))
            .Where(one => one.Value.Length > 0),
        (nameof(Step), Do),
    ];

    /// <summary>An id that is made with a form, so that sending it twice does it once.</summary>
    internal static string NewId() => $"page-{Guid.NewGuid():N}";
}
