using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>A place in a file, both counted from 1.</summary>
internal sealed record Place(int Line, int Column);

/// <summary>A node of a parsed file. Children are added while parsing, so that what precedes a syntax error can still be checked.</summary>
internal abstract class ConfigNode(Place place)
{
    internal Place Place { get; } = place;

    /// <summary>The node in words, for "found ...".</summary>
    internal abstract string Describe();
}

/// <summary>A single value; quoted ones are texts even where they look like numbers.</summary>
internal sealed class ScalarNode(Place place, string text, bool isQuoted) : ConfigNode(place)
{
    internal string Text { get; } = text;

    internal bool IsQuoted { get; } = isQuoted;

    internal override string Describe()
    {
        if (Text.Length == 0 && !IsQuoted)
        {
            return "an empty value";
        }

        var shown = Text.Printable();
        return IsQuoted ? $"\"{shown}\"" : shown;
    }
}

/// <summary>A list.</summary>
internal sealed class ListNode(Place place) : ConfigNode(place)
{
    internal List<ConfigNode> Items { get; } = [];

    internal override string Describe() => "a list";
}

/// <summary>A map from keys to values; of keys given twice the first counts.</summary>
internal sealed class MapNode(Place place) : ConfigNode(place)
{
    private readonly Dictionary<string, MapEntry> _byKey = new(StringComparer.Ordinal);

    internal List<MapEntry> Entries { get; } = [];

    internal override string Describe() => "a map of keys";

    internal MapEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    internal bool Add(MapEntry entry)
    {
        if (!_byKey.TryAdd(entry.Key.Text, entry))
        {
            return false;
        }

        Entries.Add(entry);
        return true;
    }
}

/// <summary>A key and its value.</summary>
internal sealed record MapEntry(ScalarNode Key, ConfigNode Value);

/// <summary>A value whose fault has been reported already: whoever reads it stays silent.</summary>
internal sealed class ReportedNode(Place place) : ConfigNode(place)
{
    internal override string Describe() => "a faulty value";
}

/// <summary>Makes text of a file fit for a line of a message.</summary>
internal static class Printing
{
    private const int ShownMax = 60;

    internal static string Printable(this string text)
    {
        var shown = text.Length > ShownMax ? text[..ShownMax] + "..." : text;
        return string.Concat(shown.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character));
    }
}
