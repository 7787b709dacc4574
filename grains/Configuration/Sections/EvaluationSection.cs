using OrleansAssets.Grains.Configuration.Yaml;

namespace OrleansAssets.Grains.Configuration.Sections;

/// <summary>Reads <c>evaluation</c>.</summary>
internal static class EvaluationSection
{
    internal static EvaluationSchedule Read(Value value)
    {
        using var section = value.Section();
        return new EvaluationSchedule(
            Portfolio: section.Optional("portfolio") is { } portfolio ? Names.SnakeCase(portfolio) : Keys.DefaultPortfolioId,
            EveryMinutes: section.Required("every_minutes").Int(1, 10_080),
            StaleAfterDays: section.Required("stale_after_days").Int(0, 365));
    }
}
