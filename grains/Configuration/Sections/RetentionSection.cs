using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>retention</c> and <c>compression</c>: days by table.</summary>
internal static class RetentionSection
{
    public static ImmutableSortedDictionary<string, int> Read(ConfigValue? value) => Read(value, Retention.Tables, Retention.DaysMin);

    public static ImmutableSortedDictionary<string, int> ReadCompression(ConfigValue? value) =>
        Read(value, Retention.Compressible, Retention.CompressedDaysMin);

    private static ImmutableSortedDictionary<string, int> Read(ConfigValue? value, ImmutableArray<string> tables, int daysMin)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        if (value is null)
        {
            return kept.ToImmutable();
        }

        using var section = value.Section();
        foreach (var table in tables)
        {
            if (section.Optional(table)?.Int(daysMin, Retention.DaysMax) is { } days)
            {
                kept[table] = days;
            }
        }

        return kept.ToImmutable();
    }
}
