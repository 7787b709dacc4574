using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of a source's <c>datasets</c>.</summary>
/// <param name="whyNoTrades">Why no trades come from the source, in words; null where its stream has them.</param>
internal sealed class DatasetSection(KnownIds ids, string? whyNoTrades)
{
    private const int HistoryDaysMax = 10_000;

    private static readonly ImmutableArray<(string Name, (DatasetKind Kind, Timeframe? Timeframe) Value)> DatasetNames =
    [
        ("quotes", (DatasetKind.Quotes, null)),
        .. Enum.GetValues<Timeframe>().Select(timeframe => ($"candles-{timeframe.Code()}", (DatasetKind.Candles, (Timeframe?)timeframe))),
        ("indicators", (DatasetKind.Indicator, null)),
        ("sentiment", (DatasetKind.Sentiment, null)),
        ("options-flow", (DatasetKind.OptionsFlow, null)),
        ("calendar", (DatasetKind.Calendar, null)),
        ("earnings", (DatasetKind.Earnings, null)),
        ("posts", (DatasetKind.Posts, null)),
        ("trending", (DatasetKind.Trending, null)),
        ("splits", (DatasetKind.Splits, null)),
        ("dividends", (DatasetKind.Dividends, null)),
    ];

    internal DatasetSchedule Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var (kind, timeframe) = key.Choice(DatasetNames);
        var known = !key.IsFaulty;
        return new DatasetSchedule(
            kind,
            timeframe,
            EverySeconds: section.Required("every_seconds").Int(10, 604_800),
            HistoryDays: Read(section, "history_days", known, HasHistory(kind), 1, HistoryDaysMax, $"{kind.Words()} have no history"),
            LookbackMinutes: Read(
                section, "lookback_minutes", known, LooksBack(kind), 5, 10_080, "only sentiment and trending look back over an interval"),
            Classes: ReadClasses(section, kind),
            Standby: ReadStandby(section, kind),
            EveryTick: ReadEveryTick(section, kind),
            Trades: ReadTrades(section, kind));
    }

    private static bool ReadStandby(Section section, DatasetKind kind)
    {
        var standby = section.Optional("standby");
        var isStandby = standby?.Bool() ?? false;
        if (isStandby && kind is not (DatasetKind.Quotes or DatasetKind.Candles))
        {
            standby?.Fault("must be false or left out: only quotes and candles of one source can stand in for those of another");
        }

        return isStandby;
    }

    private static bool ReadEveryTick(Section section, DatasetKind kind)
    {
        var everyTick = section.Optional("every_tick");
        var isKept = everyTick?.Bool() ?? false;
        if (isKept && kind != DatasetKind.Quotes)
        {
            everyTick?.Fault("must be false or left out: only quotes are pushed");
        }

        return isKept;
    }

    private bool ReadTrades(Section section, DatasetKind kind)
    {
        var trades = section.Optional("trades");
        var isAsked = trades?.Bool() ?? false;
        if (isAsked && (kind == DatasetKind.Quotes ? whyNoTrades : "trades come beside quotes that are pushed") is { } because)
        {
            trades?.Fault($"must be false or left out: {because}");
        }

        return isAsked;
    }

    private static bool HasHistory(DatasetKind kind) => !LooksBack(kind) && kind is not (DatasetKind.Quotes or DatasetKind.Earnings);

    private static bool LooksBack(DatasetKind kind) => kind is DatasetKind.Sentiment or DatasetKind.Trending;

    /// <summary>A number that some kinds of datasets need and the others must not have.</summary>
    private static int Read(Section section, string key, bool isKindKnown, bool isNeeded, int min, int max, string whyNot)
    {
        if (isNeeded && isKindKnown)
        {
            return section.Required(key).Int(min, max);
        }

        if (section.Optional(key) is { } value && isKindKnown)
        {
            value.Fault($"must be left out: {whyNot}");
        }

        return 0;
    }

    private ImmutableArray<string>? ReadClasses(Section section, DatasetKind kind)
    {
        var classes = section.Optional("classes");
        if (classes is not null && kind.IsOfMarket())
        {
            classes.Fault($"must be left out: {kind.Words()} are of no class");
        }

        return classes?.List(item => item.Reference(ids.Served), countMin: 1);
    }
}
