using System.Globalization;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Pages.Parts;
using OrleansAssets.Pages.Reading;

namespace OrleansAssets.Pages.Audit;

/// <summary>Entries of the log in a line, and where they are read.</summary>
internal static class AuditText
{
    /// <summary>What the entry says in a line, else its values by name; the bytes themselves are below.</summary>
    public static string Short(AuditEntry entry) => JournalText.Of(JournalEntry.Of(entry).Event) is { Length: > 0 } words ? words
        : PayloadText.Of(entry.Payload) is { Length: > 0 } values ? values
        : "nothing more";

    /// <summary>A stream from after an entry on.</summary>
    /// <param name="areComing">Whether only what comes is read.</param>
    public static string Href(string stream, long after, bool areComing = false) => string.Create(
        CultureInfo.InvariantCulture, $"/audit?stream={Uri.EscapeDataString(stream)}&after={after}{(areComing ? "&coming=1" : "")}");

    /// <summary>The same as a file: of the API, which takes the session of a page.</summary>
    public static string FileHref(string stream, long after) => string.Create(
        CultureInfo.InvariantCulture, $"/api/v1/audit/log?stream={Uri.EscapeDataString(stream)}&after={after}&max=1000");
}
