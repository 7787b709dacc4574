using System.Collections.Immutable;
using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.DataSources;

/// <summary>What the configuration says of a data source.</summary>
/// <param name="Id">Id, e.g. <c>ccxt_binance</c>.</param>
/// <param name="Plan">The vendor's plan that the limits belong to, e.g. <c>free</c>.</param>
/// <param name="MonthlyCostUsd">US dollars a month when active.</param>
/// <param name="KeyVariables">Environment variables that hold its credentials; all of them are needed. Empty where it needs none.</param>
/// <param name="LiveUrl">The vendor's base address.</param>
/// <param name="Collected">Whether this version has an adapter that collects it.</param>
/// <param name="UsdPerUnit">US dollars that each unit costs, null where calls are not billed.</param>
/// <param name="MonthlyBudgetUsd">Most US dollars that units may cost in a calendar month (UTC); null where calls are not billed.</param>
/// <param name="StreamUrl">Where the vendor pushes quotes; null where it is only asked.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DataSourceDefinition")]
public sealed record DataSourceDefinition(
    string Id,
    string Name,
    string Plan,
    decimal MonthlyCostUsd,
    ImmutableArray<string> KeyVariables,
    string LiveUrl,
    ImmutableArray<string> Classes,
    ImmutableArray<RateWindow> Windows,
    ImmutableArray<DatasetSchedule> Datasets,
    bool Collected,
    decimal? UsdPerUnit = null,
    decimal? MonthlyBudgetUsd = null,
    string? StreamUrl = null)
{
    /// <summary>By what it holds: a source that is configured again with the same is not written again.</summary>
    public bool Equals(DataSourceDefinition? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && (Id, Name, Plan, LiveUrl, StreamUrl) == (other.Id, other.Name, other.Plan, other.LiveUrl, other.StreamUrl)
            && (MonthlyCostUsd, UsdPerUnit, MonthlyBudgetUsd) == (other.MonthlyCostUsd, other.UsdPerUnit, other.MonthlyBudgetUsd)
            && Collected == other.Collected
            && KeyVariables.Holds(other.KeyVariables)
            && Classes.Holds(other.Classes)
            && Windows.Holds(other.Windows)
            && Datasets.Holds(other.Datasets));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, MonthlyCostUsd, Datasets.Length);
}

/// <summary>A limit of a source: at most so many units in each window.</summary>
/// <param name="WindowSeconds">
/// Length, or <see cref="CalendarMonth"/>; windows are aligned to multiples of it since 1970-01-01T00:00Z.
/// </param>
/// <param name="LimitUnits">Calls, or weights where the vendor weighs its calls.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RateWindow")]
public sealed record RateWindow(string Name, int WindowSeconds, int LimitUnits)
{
    /// <summary>Stands as the length of the window in which money is counted: a calendar month, UTC.</summary>
    public const int CalendarMonth = 0;
}

/// <summary>A dataset that a source delivers for each of its assets.</summary>
/// <param name="Kind"><see cref="DatasetKind"/>; with a timeframe for candles, with a name for indicators.</param>
/// <param name="EverySeconds">Pause between two collections.</param>
/// <param name="HistoryDays">How far back a first collection goes; 0 for datasets without history.</param>
/// <param name="Indicator">
/// The series, for a feed of <see cref="DatasetKind.Indicator"/>; null in a source's definition, where the schedule holds for every
/// indicator that its assets list.
/// </param>
/// <param name="LookbackMinutes">Length of the interval that a sentiment snapshot or a reading of trends covers; 0 for all other
/// kinds.</param>
/// <param name="Account">The watched account, for a feed of <see cref="DatasetKind.Posts"/>; null in a source's definition.</param>
/// <param name="Standby">
/// Whether it is collected only while every source that an asset lists before this one, with the same dataset, is down.
/// </param>
/// <param name="Classes">The classes whose assets have this dataset at the source; null for all that the source serves.</param>
/// <param name="EveryTick">Whether every quote that the source pushes is stored, not only the newest of ten seconds.</param>
/// <param name="Trades">Whether trades are listened to beside the quotes that the source pushes.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DatasetSchedule")]
public sealed record DatasetSchedule(
    DatasetKind Kind,
    Timeframe? Timeframe,
    int EverySeconds,
    int HistoryDays,
    string? Indicator = null,
    int LookbackMinutes = 0,
    string? Account = null,
    ImmutableArray<string>? Classes = null,
    bool Standby = false,
    bool EveryTick = false,
    bool Trades = false)
{
    /// <summary>
    /// The dataset's name in keys and tables, e.g. <c>candles-1h</c>, <c>quotes</c>, <c>indicator-active_addresses</c> or
    /// <c>posts-elonmusk</c>.
    /// </summary>
    public string Name => (Kind, Timeframe, Indicator, Account) switch
    {
        (DatasetKind.Candles, { } timeframe, _, _) => $"candles-{timeframe.Code()}",
        (DatasetKind.Indicator, _, { } indicator, _) => $"indicator-{indicator}",
        (DatasetKind.Indicator, _, null, _) => "indicators",
        (DatasetKind.OptionsFlow, _, _, _) => "options-flow",
        (DatasetKind.Posts, _, _, { } account) => $"posts-{account.TrimStart('@')}",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>By what it holds.</summary>
    public bool Equals(DatasetSchedule? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && (Kind, Timeframe, EverySeconds, HistoryDays) == (other.Kind, other.Timeframe, other.EverySeconds, other.HistoryDays)
            && (Indicator, LookbackMinutes, Account, Standby) == (other.Indicator, other.LookbackMinutes, other.Account, other.Standby)
            && (EveryTick, Trades) == (other.EveryTick, other.Trades)
            && Classes.HasValue == other.Classes.HasValue
            && (Classes ?? []).Holds(other.Classes ?? []));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Timeframe, EverySeconds, Indicator, Account);

    /// <summary>Whether assets of a class have this dataset at the source.</summary>
    public bool Serves(string classId) => Classes is not { } classes || classes.Contains(classId, StringComparer.Ordinal);
}

/// <summary>What a dataset holds.</summary>
[GenerateSerializer, Alias("OrleansAssets.DatasetKind")]
public enum DatasetKind
{
    /// <summary>Open, high, low, close and volume of an interval.</summary>
    Candles = 0,

    /// <summary>Bid and ask.</summary>
    Quotes = 1,

    /// <summary>A leading indicator of an asset.</summary>
    Indicator = 2,

    /// <summary>The mood about an asset in social media.</summary>
    Sentiment = 3,

    /// <summary>Large and unusual option trades.</summary>
    OptionsFlow = 4,

    /// <summary>Releases that move whole markets; one feed a source, of no asset.</summary>
    Calendar = 5,

    /// <summary>Earnings dates of an asset.</summary>
    Earnings = 6,

    /// <summary>Posts of the accounts that an asset watches.</summary>
    Posts = 7,

    /// <summary>The symbols that forums speak of most; one feed a source, of no asset.</summary>
    Trending = 8,

    /// <summary>Splits, changes of symbols and delistings of the source's shares; one feed a source, of no asset.</summary>
    Splits = 9,

    /// <summary>Dividends of the source's shares; one feed a source, of no asset.</summary>
    Dividends = 10,
}
