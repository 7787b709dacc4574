using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Configuration.Yaml;
using OrleansAssets.MarketData;

namespace OrleansAssets.Grains.Configuration.Sections;

/// <summary>Reads an entry of <c>sources</c>.</summary>
internal sealed class SourceSection(KnownIds ids, IReadOnlySet<string> collectedSources)
{
    private const int MonthSeconds = 31 * 86_400;

    private static readonly ImmutableArray<(string Name, (DatasetKind Kind, Timeframe? Timeframe) Value)> DatasetNames =
    [
        ("quotes", (DatasetKind.Quotes, null)),
        .. Enum.GetValues<Timeframe>().Select(timeframe => ($"candles-{timeframe.Code()}", (DatasetKind.Candles, (Timeframe?)timeframe))),
    ];

    internal DataSourceDefinition Read(Value key, Value value)
    {
        using var section = value.Section();
        var id = Names.SnakeCase(key);
        return new DataSourceDefinition(
            Id: id,
            Name: section.Required("name").Text(),
            Plan: Names.SnakeCase(section.Required("plan")),
            MonthlyCostUsd: section.Required("monthly_cost_usd").Decimal(0m, 100_000m),
            KeyVariables: section.Required("key_variables").List(Names.EnvironmentVariable),
            LiveUrl: Names.HttpsUrl(section.Required("live_url")),
            Classes: section.Required("classes").List(item => item.Reference(ids.Classes), countMin: 1),
            Windows: ReadWindows(section.Required("rate_windows")),
            Datasets: section.Optional("datasets")?.Entries(ReadDataset) ?? [],
            Collected: collectedSources.Contains(id));
    }

    private static ImmutableArray<RateWindow> ReadWindows(Value value)
    {
        var lengths = new HashSet<int>();
        return value.Entries((key, window) => ReadWindow(key, window, lengths), countMin: 1);
    }

    private static RateWindow ReadWindow(Value key, Value value, HashSet<int> lengths)
    {
        using var section = value.Section();
        var seconds = section.Required("seconds");
        var window = new RateWindow(Names.SnakeCase(key), seconds.Int(1, MonthSeconds), section.Required("limit").Int(1, 100_000_000));
        if (!lengths.Add(window.WindowSeconds))
        {
            seconds.Fault("must differ from the source's other windows");
        }

        return window;
    }

    private static DatasetSchedule ReadDataset(Value key, Value value)
    {
        using var section = value.Section();
        var (kind, timeframe) = key.Choice(DatasetNames);
        var everySeconds = section.Required("every_seconds").Int(10, 604_800);
        if (kind == DatasetKind.Candles)
        {
            return new DatasetSchedule(kind, timeframe, everySeconds, section.Required("history_days").Int(1, 10_000));
        }

        var history = section.Optional("history_days");
        if (!key.IsFaulty)
        {
            history?.Fault("must be left out: quotes have no history");
        }

        return new DatasetSchedule(kind, timeframe, everySeconds, HistoryDays: 0);
    }
}
