using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What people call the kinds of datasets.</summary>
public static class DatasetKinds
{
    /// <summary>The name of the dataset of bid and ask, as schedules and feeds have it.</summary>
    public const string Quotes = "quotes";

    /// <summary>Whether its rows belong to whole markets, so that a source has one feed of it, of no asset.</summary>
    public static bool IsOfMarket(this DatasetKind kind) =>
        kind is DatasetKind.Calendar or DatasetKind.Trending || kind.IsCorporateActions();

    /// <summary>Whether a source tells only how it stands now, so that what was not asked for in time is lost.</summary>
    public static bool IsOfTheMoment(this DatasetKind kind) =>
        kind is DatasetKind.Quotes or DatasetKind.Sentiment or DatasetKind.Trending;

    /// <summary>Whether its rows are corporate actions: one call brings those of all shares of a source.</summary>
    public static bool IsCorporateActions(this DatasetKind kind) => kind is DatasetKind.Splits or DatasetKind.Dividends;

    /// <summary>The kind in words, in the plural, e.g. <c>option trades</c>.</summary>
    public static string Words(this DatasetKind kind) => kind switch
    {
        DatasetKind.Candles => "candles",
        DatasetKind.Quotes => "quotes",
        DatasetKind.Indicator => "leading indicators",
        DatasetKind.Sentiment => "sentiment snapshots",
        DatasetKind.OptionsFlow => "option trades",
        DatasetKind.Calendar => "calendar events",
        DatasetKind.Earnings => "earnings dates",
        DatasetKind.Posts => "posts of accounts",
        DatasetKind.Trending => "trending symbols",
        DatasetKind.Splits => "splits",
        DatasetKind.Dividends => "dividends",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of dataset."),
    };
}
