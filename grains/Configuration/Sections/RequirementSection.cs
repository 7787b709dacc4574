using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of a phase's <c>requires</c>.</summary>
internal static class RequirementSection
{
    private const int DefaultMinimumSample = 30;

    private static readonly ImmutableArray<(string Name, Direction Direction)> Directions =
    [
        ("at_least", Direction.AtLeast), ("more_than", Direction.MoreThan),
        ("at_most", Direction.AtMost), ("less_than", Direction.LessThan),
    ];

    /// <summary>Reads an entry of a phase's <c>exit</c>: measured, and with no exit of its own.</summary>
    internal static RequirementDefinition ReadExit(ConfigValue key, ConfigValue value, KnownIds ids)
    {
        var read = Read(key, value, ids);
        if (read.Metric is RequirementMetric.DataSource or RequirementMetric.Drill or RequirementMetric.HaltFree
            || read.ExitThreshold is not null)
        {
            value.Fault("an exit without a measure of its own", "must measure a record and have no exit inside", nearest: null);
        }

        return read;
    }

    internal static RequirementDefinition Read(ConfigValue key, ConfigValue value, KnownIds ids)
    {
        using var section = value.Section();
        var name = NameRules.SnakeCase(key);
        if (name is DerivedRequirements.EarlierPhasesName or DerivedRequirements.CapitalName)
        {
            key.Fault("must have another name: the program adds this requirement itself");
        }

        var metric = section.Required("metric").Choice(
            ("profitable_days", RequirementMetric.ProfitableDays),
            ("sharpe_ratio", RequirementMetric.SharpeRatio),
            ("max_drawdown", RequirementMetric.MaxDrawdown),
            ("win_rate", RequirementMetric.WinRate),
            ("data_source", RequirementMetric.DataSource),
            ("halt_free", RequirementMetric.HaltFree),
            ("drill", RequirementMetric.Drill));
        return metric switch
        {
            RequirementMetric.DataSource => ReadDataSource(section, name, ids),
            RequirementMetric.HaltFree => ReadFact(section, name, "halt_free", RequirementMetric.HaltFree, Direction.AtLeast),
            RequirementMetric.Drill => ReadFact(section, name, "drill", RequirementMetric.Drill, Direction.AtMost),
            _ => ReadMeasured(section, name, metric, ids),
        };
    }

    private static RequirementDefinition ReadDataSource(Section section, string name, KnownIds ids)
    {
        var sources = section.Required("any_of").List(item => item.Reference(ids.Sources), countMin: 1);
        LeaveOut(section, "data_source");
        var coverage = section.Optional("minimum_coverage")?.Decimal(0.01m, 1.00m);
        var window = section.Optional("window_days");
        if (coverage is null)
        {
            window?.Fault("must be left out where there is no minimum_coverage");
        }

        return DerivedRequirements.Unmeasured(name, RequirementMetric.DataSource, threshold: null) with
        {
            AnyOfSources = sources,
            MinimumCoverage = coverage,
            WindowDays = coverage is null ? 0 : (window ?? section.Required("window_days")).Int(2, 3_650),
        };
    }

    private static RequirementDefinition ReadFact(
        Section section, string name, string metricName, RequirementMetric metric, Direction direction)
    {
        LeaveOut(section, metricName, "any_of", "minimum_coverage");
        return DerivedRequirements.Unmeasured(name, metric, threshold: null) with
        {
            Direction = direction, WindowDays = section.Required("window_days").Int(2, 3_650),
        };
    }

    private static void LeaveOut(Section section, string metric, params string[] others)
    {
        string[] keys = ["scope", "mode", "basis", "minimum_sample", "confidence", "ledger", "exit", .. others];
        foreach (var key in Directions.Select(known => known.Name).Concat(keys))
        {
            section.Optional(key)?.Fault($"must be left out where the metric is {metric}");
        }
    }

    private static RequirementDefinition ReadMeasured(Section section, string name, RequirementMetric metric, KnownIds ids)
    {
        section.Optional("any_of")?.Fault("must be left out where the metric is not data_source");
        section.Optional("minimum_coverage")?.Fault("must be left out where the metric is not data_source");
        var windowDays = section.Required("window_days").Int(2, 3_650);
        var (direction, threshold) = ReadThreshold(section, metric, windowDays);
        var scope = section.Optional("scope")?.Reference(ids.Classes);
        return new RequirementDefinition(
            Name: name,
            Metric: metric,
            Scope: scope,
            Direction: direction,
            Threshold: threshold,
            WindowDays: windowDays,
            Mode: OnlyFor(RequirementMetric.ProfitableDays, "profitable_days", metric, section.Optional("mode"))?
                .Choice(("total", StreakMode.Total), ("consecutive", StreakMode.Consecutive)) ?? StreakMode.Total,
            Basis: OnlyFor(RequirementMetric.WinRate, "win_rate", metric, section.Optional("basis"))?
                .Choice(("auto", WinRateBasis.Auto), ("trades", WinRateBasis.Trades), ("days", WinRateBasis.Days)) ?? WinRateBasis.Auto,
            MinimumSample: section.Optional("minimum_sample")?.Int(2, 10_000) ?? Math.Min(DefaultMinimumSample, windowDays),
            AnyOfSources: [],
            Confidence: section.Optional("confidence")?.Decimal(0.50m, 0.99m),
            Ledger: ReadLedger(section.Optional("ledger"), scope),
            ExitThreshold: section.Optional("exit") is { } exit ? ReadExitThreshold(exit, metric, windowDays, direction, threshold) : null);
    }

    private static EvidenceLedger ReadLedger(ConfigValue? value, string? scope)
    {
        var ledger = value?.Choice(("live", EvidenceLedger.Live), ("shadow", EvidenceLedger.Shadow)) ?? EvidenceLedger.Live;
        if (ledger == EvidenceLedger.Shadow && scope is null)
        {
            value?.Fault("must have a scope beside it: a paper portfolio belongs to one class");
        }

        return ledger;
    }

    // Looser than the entry, or a phase would swing in and out on the same value.
    private static decimal ReadExitThreshold(
        ConfigValue value, RequirementMetric metric, int windowDays, Direction direction, decimal threshold)
    {
        using var section = value.Section();
        var (exitDirection, exit) = ReadThreshold(section, metric, windowDays);
        var isLooser = direction is Direction.AtLeast or Direction.MoreThan ? exit < threshold : exit > threshold;
        // Where the entry itself points the wrong way, that is the one fault to tell.
        var entryFits = (metric == RequirementMetric.MaxDrawdown) == (direction is Direction.AtMost or Direction.LessThan);
        if (entryFits && !value.IsFaulty && (exitDirection != direction || !isLooser))
        {
            var name = Directions.First(known => known.Direction == direction).Name;
            value.Fault($"must be {name} with a value that is looser than the requirement's own");
        }

        return exit;
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

    private static ConfigValue? OnlyFor(RequirementMetric wanted, string wantedName, RequirementMetric metric, ConfigValue? value)
    {
        if (metric == wanted)
        {
            return value;
        }

        value?.Fault($"must be left out where the metric is not {wantedName}");
        return null;
    }
}
