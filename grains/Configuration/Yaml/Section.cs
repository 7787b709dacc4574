using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>
/// A map with known keys. A key is known once it was asked for; closing the section reports every other one. Of a section that is
/// no map (which has been reported) nothing more is.
/// </summary>
internal sealed class Section(Document document, MapNode? map, Place place, string path, string schemaPath) : IDisposable
{
    private readonly List<string> _known = [];

    /// <summary>The value of a key that must be there.</summary>
    internal ConfigValue Required(string key)
    {
        ConfigNode? missing = map is null ? new ReportedNode(place) : null;
        return Optional(key) ?? new ConfigValue(document, missing, place, Join(path, key), Join(schemaPath, key));
    }

    /// <summary>The value of a key that may be left out; null where it is.</summary>
    internal ConfigValue? Optional(string key)
    {
        if (!_known.Contains(key, StringComparer.Ordinal))
        {
            _known.Add(key);
        }

        document.KnownKeys.Add(Join(schemaPath, key));
        return map?.Find(key) is { } entry
            ? new ConfigValue(document, entry.Value, entry.Value.Place, Join(path, key), Join(schemaPath, key))
            : null;
    }

    /// <summary>The section as a value, for rules about several of its keys.</summary>
    internal void Fault(string found, string rule)
    {
        if (map is not null)
        {
            document.Fault(place, path, found, rule);
        }
    }

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Dispose()
    {
        foreach (var entry in map?.Entries ?? [])
        {
            var key = entry.Key.Text;
            if (!_known.Contains(key))
            {
                var found = $"the unknown key '{key.Printable()}'";
                var rule = $"known here are {string.Join(", ", _known)}";
                document.Fault(entry.Key.Place, Join(path, key), found, rule, NearestNames.Find(key, _known));
            }
        }
    }

    private static string Join(string parent, string key) => parent.Length == 0 ? key.Printable() : $"{parent}.{key.Printable()}";
}
