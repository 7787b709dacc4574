using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of <c>sources</c>.</summary>
internal sealed class SourceSection(KnownIds ids, IReadOnlyDictionary<string, VendorDescriptor> vendors)
{
    private const int MonthSeconds = 31 * 86_400;

    internal DataSourceDefinition Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var id = NameRules.SnakeCase(key);
        var (usdPerUnit, monthlyBudgetUsd) = ReadBilling(section);
        var stream = section.Optional("stream_url");
        var datasets = new DatasetSection(ids, WhyNoTrades(id, stream is not null));
        return new DataSourceDefinition(
            Id: id,
            Name: section.Required("name").Text(),
            Plan: NameRules.SnakeCase(section.Required("plan")),
            MonthlyCostUsd: section.Required("monthly_cost_usd").Decimal(0m, 100_000m),
            KeyVariables: section.Required("key_variables").List(NameRules.EnvironmentVariable),
            LiveUrl: NameRules.HttpsUrl(section.Required("live_url")),
            Classes: section.Required("classes").List(item => item.Reference(ids.Served), countMin: 1),
            Windows: ReadWindows(section.Required("rate_windows")),
            Datasets: section.Optional("datasets")?.Entries(datasets.Read) ?? [],
            Collected: vendors.ContainsKey(id),
            UsdPerUnit: usdPerUnit,
            MonthlyBudgetUsd: monthlyBudgetUsd,
            StreamUrl: stream is null ? null : NameRules.StreamUrl(stream));
    }

    /// <summary>Why no trades come from a source, in words; null where its stream has them.</summary>
    private string? WhyNoTrades(string id, bool isPushing) =>
        vendors.TryGetValue(id, out var vendor) && !vendor.PushesTrades ? $"the stream of {id} has no trades"
        : isPushing ? null
        : "trades are only pushed, and the source has no stream_url";

    // A price without a budget would have no bound, a budget without a price no meaning.
    private static (decimal? UsdPerUnit, decimal? MonthlyBudgetUsd) ReadBilling(Section section)
    {
        var price = section.Optional("usd_per_unit");
        var budget = section.Optional("monthly_budget_usd");
        if (price is null != budget is null)
        {
            (price ?? budget)?.Fault($"must stand together with {(price is null ? "usd_per_unit" : "monthly_budget_usd")}, or be left out");
        }

        return (price?.Decimal(0.000001m, 1_000m), budget?.Decimal(0m, 100_000m));
    }

    private static ImmutableArray<RateWindow> ReadWindows(ConfigValue value)
    {
        var lengths = new HashSet<int>();
        return value.Entries((key, window) => ReadWindow(key, window, lengths), countMin: 1);
    }

    private static RateWindow ReadWindow(ConfigValue key, ConfigValue value, HashSet<int> lengths)
    {
        using var section = value.Section();
        var calendar = section.Optional("calendar");
        var length = calendar ?? section.Required("seconds");
        var window = new RateWindow(
            NameRules.SnakeCase(key),
            calendar?.Choice(("month", RateWindow.CalendarMonth)) ?? length.Int(1, MonthSeconds),
            section.Required("limit").Int(1, 100_000_000));
        if (!lengths.Add(window.WindowSeconds))
        {
            length.Fault("must differ from the source's other windows");
        }

        return window;
    }
}
