using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>retention</c>: days by table.</summary>
internal static class RetentionSection
{
    public static ImmutableSortedDictionary<string, int> Read(ConfigValue? value)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        if (value is null)
        {
            return kept.ToImmutable();
        }

        using var retention = value.Section();
        foreach (var table in Retention.Tables)
        {
            if (retention.Optional(table)?.Int(Retention.DaysMin, Retention.DaysMax) is { } days)
            {
                kept[table] = days;
            }
        }

        return kept.ToImmutable();
    }
}
