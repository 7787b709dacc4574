using System.Globalization;
using OrleansAssets.Notices;

namespace OrleansAssets.Pages.Parts;

/// <summary>How much a notice matters, as a colour, and where it is.</summary>
internal static class NoticeText
{
    public static Tone Tone(Notice notice) => notice switch
    {
        { ClearedAt: not null } => Parts.Tone.Plain,
        { Severity: NoticeSeverity.Critical } => Parts.Tone.Bad,
        { Severity: NoticeSeverity.Warning } => Parts.Tone.Warn,
        _ => Parts.Tone.Accent,
    };

    public static string Href(long id) => string.Create(CultureInfo.InvariantCulture, $"/notices/{id}");

    /// <summary>Where somebody says that it was seen.</summary>
    public static string SeeHref(long id) => string.Create(CultureInfo.InvariantCulture, $"/notices?see={id}#see");
}
