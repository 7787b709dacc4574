using System.Collections.Immutable;
using OrleansAssets.Grains.Configuration.Yaml;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Configuration.Sections;

/// <summary>Reads an entry of a phase's <c>requires</c>.</summary>
internal static class RequirementSection
{
    private const int DefaultMinimumSample = 30;

    private static readonly ImmutableArray<(string Name, Direction Direction)> Directions =
    [
        ("at_least", Direction.AtLeast), ("more_than", Direction.MoreThan),
        ("at_most", Direction.AtMost), ("less_than", Direction.LessThan),
    ];

    internal static RequirementDefinition Read(Value key, Value value, KnownIds ids)
    {
        using var section = value.Section();
        var name = Names.SnakeCase(key);
        if (name is DerivedRequirements.EarlierPhasesName or DerivedRequirements.CapitalName)
        {
            key.Fault("must have another name: the program adds this requirement itself");
        }

        var metric = section.Required("metric").Choice(
            ("profitable_days", RequirementMetric.ProfitableDays),
            ("sharpe_ratio", RequirementMetric.SharpeRatio),
            ("max_drawdown", RequirementMetric.MaxDrawdown),
            ("win_rate", RequirementMetric.WinRate),
            ("data_source", RequirementMetric.DataSource));
        return metric == RequirementMetric.DataSource ? ReadDataSource(section, name, ids) : ReadMeasured(section, name, metric, ids);
    }

    private static RequirementDefinition ReadDataSource(Section section, string name, KnownIds ids)
    {
        var sources = section.Required("any_of").List(item => item.Reference(ids.Sources), countMin: 1);
        foreach (var key in Directions.Select(known => known.Name).Concat(["window_days", "scope", "mode", "basis", "minimum_sample"]))
        {
            section.Optional(key)?.Fault("must be left out where the metric is data_source");
        }

        return DerivedRequirements.Unmeasured(name, RequirementMetric.DataSource, threshold: null) with { AnyOfSources = sources };
    }

    private static RequirementDefinition ReadMeasured(Section section, string name, RequirementMetric metric, KnownIds ids)
    {
        section.Optional("any_of")?.Fault("must be left out where the metric is not data_source");
        var windowDays = section.Required("window_days").Int(2, 3_650);
        var (direction, threshold) = ReadThreshold(section, metric, windowDays);
        return new RequirementDefinition(
            Name: name,
            Metric: metric,
            Scope: section.Optional("scope")?.Reference(ids.Classes),
            Direction: direction,
            Threshold: threshold,
            WindowDays: windowDays,
            Mode: OnlyFor(RequirementMetric.ProfitableDays, "profitable_days", metric, section.Optional("mode"))?
                .Choice(("total", StreakMode.Total), ("consecutive", StreakMode.Consecutive)) ?? StreakMode.Total,
            Basis: OnlyFor(RequirementMetric.WinRate, "win_rate", metric, section.Optional("basis"))?
                .Choice(("auto", WinRateBasis.Auto), ("trades", WinRateBasis.Trades), ("days", WinRateBasis.Days)) ?? WinRateBasis.Auto,
            MinimumSample: section.Optional("minimum_sample")?.Int(2, 10_000) ?? Math.Min(DefaultMinimumSample, windowDays),
            AnyOfSources: []);
    }

    private static (Direction Direction, decimal Threshold) ReadThreshold(Section section, RequirementMetric metric, int windowDays)
    {
        var given = Directions
            .Select(known => (known.Name, known.Direction, Value: section.Optional(known.Name)))
            .Where(known => known.Value is not null)
            .ToList();
        var wanted = metric == RequirementMetric.MaxDrawdown ? "at_most or less_than" : "at_least or more_than";
        if (given is not [{ Value: { } value } only])
        {
            var found = given.Count == 0 ? "no threshold" : string.Join(" and ", given.Select(known => known.Name));
            section.Fault(found, $"must have {wanted}");
            return (Direction.AtLeast, 0m);
        }

        var isUpperLimit = only.Direction is Direction.AtMost or Direction.LessThan;
        if (isUpperLimit != (metric == RequirementMetric.MaxDrawdown))
        {
            value.Fault(only.Name, $"must be {wanted} for this metric", nearest: null);
        }

        return (only.Direction, metric switch
        {
            RequirementMetric.ProfitableDays => value.Int(1, windowDays),
            RequirementMetric.SharpeRatio => value.Decimal(-10m, 10m),
            _ => value.Decimal(0.01m, 1.00m),
        });
    }

    private static Value? OnlyFor(RequirementMetric wanted, string wantedName, RequirementMetric metric, Value? value)
    {
        if (metric == wanted)
        {
            return value;
        }

        value?.Fault($"must be left out where the metric is not {wantedName}");
        return null;
    }
}
