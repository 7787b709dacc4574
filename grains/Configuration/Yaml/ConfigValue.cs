using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>
/// A value at a path. Each method reads it as one type and reports what breaks the rule; the fallback that it gives then is never
/// used, as a configuration with faults is thrown away.
/// </summary>
/// <param name="node">Null where the key is missing: the method that reads it reports that, as it knows the rule.</param>
/// <param name="schemaPath">The path with ids replaced by <c>&lt;id&gt;</c>.</param>
internal sealed class ConfigValue(Document document, ConfigNode? node, Place place, string path, string schemaPath)
{
    private const NumberStyles DecimalStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    internal string Path { get; } = path;

    /// <summary>Whether a fault of this value has been reported: one is enough, more would only follow from it.</summary>
    internal bool IsFaulty { get; private set; } = node is ReportedNode;

    /// <summary>Reports that the value breaks a rule.</summary>
    internal void Fault(string rule, string? nearest = null) => Fault(DescribeNode(), rule, nearest);

    /// <summary>Reports a fault in other words than the value's own, for values that must not be shown.</summary>
    internal void Fault(string found, string rule, string? nearest)
    {
        if (!IsFaulty)
        {
            IsFaulty = true;
            document.Fault(place, Path, found, rule, nearest);
        }
    }

    internal decimal Decimal(decimal min, decimal max) =>
        node is ScalarNode { IsQuoted: false } scalar
            && decimal.TryParse(scalar.Text, DecimalStyle, CultureInfo.InvariantCulture, out var value)
            ? InRange(value, min, max)
            : Wrong(string.Create(CultureInfo.InvariantCulture, $"must be a number, {min} to {max}"), min);

    internal int Int(int min, int max) =>
        node is ScalarNode { IsQuoted: false } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? InRange(value, min, max)
            : Wrong($"must be a whole number, {min} to {max}", min);

    internal bool Bool() =>
        node is ScalarNode { IsQuoted: false, Text: "true" or "false" } scalar
            ? scalar.Text == "true"
            : Wrong("must be true or false", false);

    internal string Text(int lengthMax = 120) =>
        node is ScalarNode scalar && scalar.Text.Trim().Length > 0 && scalar.Text.Length <= lengthMax && !scalar.Text.Any(char.IsControl)
            ? scalar.Text
            : Wrong($"must be a text of 1 to {lengthMax} characters on one line", "");

    internal string Matching(Regex pattern, string rule) =>
        node is ScalarNode scalar && pattern.IsMatch(scalar.Text) ? scalar.Text : Wrong(rule, "");

    internal T Choice<T>(params ImmutableArray<(string Name, T Value)> choices)
    {
        foreach (var choice in choices)
        {
            if (node is ScalarNode scalar && scalar.Text == choice.Name)
            {
                return choice.Value;
            }
        }

        var names = choices.Select(choice => choice.Name).ToList();
        Fault($"must be {(names.Count > 1 ? "one of " : "")}{string.Join(", ", names)}", Nearest(names));
        return choices[0].Value;
    }

    /// <summary>Reads the id of something that another part of the configuration defines.</summary>
    internal string Reference(IdSet ids)
    {
        var text = Text();
        if (text.Length > 0 && !ids.Contains(text))
        {
            Fault($"must be {ids.Kind} of {ids.Place}", Nearest(ids.Ids));
        }

        return text;
    }

    internal Section Section()
    {
        if (node is not MapNode)
        {
            Fault("must be a map of keys");
        }

        return new Section(document, node as MapNode, place, Path, schemaPath);
    }

    /// <summary>Reads a list; every item may stand in it once.</summary>
    internal ImmutableArray<T> List<T>(Func<ConfigValue, T> readItem, int countMin = 0)
    {
        if (node is not ListNode list)
        {
            Fault(node is ScalarNode ? "a single value" : DescribeNode(), "must be a list, e.g. [one, two]", nearest: null);
            return [];
        }

        if (list.Items.Count < countMin)
        {
            Fault("an empty list", $"must have at least {countMin} item", nearest: null);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var items = ImmutableArray.CreateBuilder<T>(list.Items.Count);
        foreach (var (index, item) in list.Items.Index())
        {
            var value = new ConfigValue(document, item, item.Place, $"{Path}[{index}]", schemaPath);
            items.Add(readItem(value));
            if (item is ScalarNode scalar && !seen.Add(scalar.Text))
            {
                value.Fault("must stand in the list once");
            }
        }

        return items.DrainToImmutable();
    }

    /// <summary>Reads a map whose keys are ids.</summary>
    internal ImmutableArray<T> Entries<T>(Func<ConfigValue, ConfigValue, T> readEntry, int countMin = 0)
    {
        if (node is not MapNode map)
        {
            Fault("must be a map from ids to their settings");
            return [];
        }

        if (map.Entries.Count < countMin)
        {
            Fault("an empty map", $"must have at least {countMin} entry", nearest: null);
        }

        return [.. map.Entries.Select(entry => readEntry(KeyOf(entry), EntryValue(entry)))];
    }

    private string DescribeNode() => node?.Describe() ?? Document.Nothing;

    private ConfigValue KeyOf(MapEntry entry) =>
        new(document, entry.Key, entry.Key.Place, $"{Path}.{entry.Key.Text.Printable()}", schemaPath);

    private ConfigValue EntryValue(MapEntry entry) =>
        new(document, entry.Value, entry.Value.Place, $"{Path}.{entry.Key.Text.Printable()}", $"{schemaPath}.<id>");

    private string? Nearest(IEnumerable<string> names) => node is ScalarNode scalar ? NearestNames.Find(scalar.Text, names) : null;

    private T InRange<T>(T value, T min, T max)
        where T : IComparable<T>, IFormattable =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? value
            : Wrong(string.Create(CultureInfo.InvariantCulture, $"must be {min} to {max}"), min);

    private T Wrong<T>(string rule, T fallback)
    {
        Fault(rule);
        return fallback;
    }
}
