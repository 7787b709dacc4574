using System.Globalization;
using OrleansAssets.Audit;

namespace OrleansAssets.Web.Events;

/// <summary>The streams that somebody follows, and how far each was told. Not thread safe: it is of one listener.</summary>
internal sealed class FollowedStreams
{
    /// <summary>Streams whose places fit into the id of an event.</summary>
    public const int ResumableMax = 64;

    private const string Any = "*";

    private readonly string[] _names;
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <summary>Streams of these names, with commas between them; one that ends with <c>*</c> stands for all that begin so.</summary>
    public FollowedStreams(string names) =>
        _names = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether it is one stream, whose places are plain numbers.</summary>
    public bool IsOne => _names is [{ } name] && !name.EndsWith(Any, StringComparison.Ordinal);

    /// <summary>Whether no stream is named.</summary>
    public bool IsNone => _names.Length == 0;

    /// <summary>The streams that are named whole.</summary>
    public IEnumerable<string> Plain => _names.Where(name => !name.EndsWith(Any, StringComparison.Ordinal));

    /// <summary>
    /// From where on everything that was told is not told again: of one stream the number of its entry, of several the place of each; null
    /// where they are too many for that.
    /// </summary>
    public string? Place => IsOne ? _told.GetValueOrDefault(_names[0]).ToString(CultureInfo.InvariantCulture)
        : _told.Count > ResumableMax ? null
        : string.Join(',', _told.Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(one.Key)}={one.Value}")));

    public bool Has(string stream) => Array.Exists(_names, name => name.EndsWith(Any, StringComparison.Ordinal)
        ? stream.AsSpan().StartsWith(name.AsSpan(0, name.Length - 1), StringComparison.Ordinal)
        : name == stream);

    public long ToldOf(string stream) => _told.GetValueOrDefault(stream);

    public void Told(string stream, long sequence) => _told[stream] = sequence;

    /// <summary>Has only what comes from now on be told of the streams whose place is not known.</summary>
    public void BeginAt(IEnumerable<AuditStream> heads)
    {
        foreach (var head in heads.Where(head => Has(head.Name)))
        {
            _told.TryAdd(head.Name, head.Last.Sequence);
        }
    }

    /// <summary>Goes on from a place that was told; false where it is none.</summary>
    public bool TryResume(string place)
    {
        if (IsOne)
        {
            return TryResume(_names[0], place);
        }

        // Streams that a place does not name had begun later, and are told from their first entry.
        return Array.TrueForAll(place.Split(','), one => one.Split('=') is [{ } stream, { } number]
            && Has(Uri.UnescapeDataString(stream)) && TryResume(Uri.UnescapeDataString(stream), number));
    }

    private bool TryResume(string stream, string number)
    {
        var isNumber = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence);
        _told[stream] = sequence;
        return isNumber;
    }
}
