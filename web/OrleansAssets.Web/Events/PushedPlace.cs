using System.Globalization;

namespace OrleansAssets.Web.Events;

/// <summary>
/// How far a listener was told what a source pushes, asset by asset: what a slow asset said in a gap may be older than what a fast one said
/// before it. Not thread safe: it is of one listener.
/// </summary>
internal sealed class PushedPlace
{
    /// <summary>Assets whose times fit into the id of an event.</summary>
    public const int AssetsMax = 64;

    private readonly Dictionary<string, DateTimeOffset> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private DateTimeOffset _beforeOfAll = DateTimeOffset.MinValue;

    /// <summary>
    /// The id of an event: the newest time of each asset. Where they are too many, the oldest of these times, so that some is told again
    /// and nothing is lost.
    /// </summary>
    public string Text => _told.Count > AssetsMax ? Instant(_told.Values.Min()) : string.Join(',', _told.OrderBy(one => one.Key,
        StringComparer.Ordinal).Select(one => $"{Uri.EscapeDataString(one.Key)}={Instant(one.Value)}"));

    /// <summary>Where the id of an event leads back to; null where the text is none.</summary>
    public static PushedPlace? Read(string? id)
    {
        var place = new PushedPlace();
        if (id is null)
        {
            return place;
        }

        if (TryRead(id, out var all))
        {
            place._beforeOfAll = all;
            return place;
        }

        foreach (var one in id.Split(','))
        {
            if (one.Split('=') is not [{ Length: > 0 } asset, { } text] || !TryRead(text, out var at))
            {
                return null;
            }

            place._before[Uri.UnescapeDataString(asset)] = place._told[Uri.UnescapeDataString(asset)] = at;
        }

        return place;
    }

    /// <summary>Whether the listener was not told it before his line was cut.</summary>
    public bool IsNew(string asset, DateTimeOffset at) => at > _beforeOfAll && at > _before.GetValueOrDefault(asset);

    public void Told(string asset, DateTimeOffset at) =>
        _told[asset] = _told.TryGetValue(asset, out var before) && before > at ? before : at;

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static bool TryRead(string text, out DateTimeOffset at) => DateTimeOffset.TryParseExact(
        text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
}
