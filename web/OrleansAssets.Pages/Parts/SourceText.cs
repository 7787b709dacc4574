using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Pages.Parts;

/// <summary>How a source stands, as a colour.</summary>
internal static class SourceText
{
    public static Tone Tone(DataSourceStatus status) => status switch
    {
        DataSourceStatus.Healthy => Parts.Tone.Good,
        DataSourceStatus.Failing or DataSourceStatus.Overdue => Parts.Tone.Bad,
        DataSourceStatus.Blocked or DataSourceStatus.NotConfigured => Parts.Tone.Warn,
        _ => Parts.Tone.Plain,
    };

    /// <summary>What it costs now, or would where it is needed.</summary>
    public static string Cost(DataSourceView source) => source switch
    {
        { MonthlyCostUsd: > 0 } => $"{ValueText.Money(source.MonthlyCostUsd)} USD a month",
        { Definition.MonthlyCostUsd: > 0 } => $"nothing now, {ValueText.Money(source.Definition.MonthlyCostUsd)} USD a month when needed",
        { Definition.UsdPerUnit: > 0 } => "nothing yet, billed by the call",
        _ => "free",
    };

    /// <summary>How much of a window's budget is used: of the month's money in money.</summary>
    public static string Used(DataSourceView source, RateUsage use) => source.Money is { } money && use.Window.Name == BudgetRules.Money
        ? $"{ValueText.Money(money.SpentUsd)} of {ValueText.Money(money.BudgetUsd)} USD"
        : $"{ValueText.Count(use.UsedUnits)} of {ValueText.Count(use.Window.LimitUnits)} units";

    /// <summary>Its page.</summary>
    public static string Href(string? sourceId) => $"/sources/{Uri.EscapeDataString(sourceId ?? "")}";

    /// <summary>A feed, on its source's page.</summary>
    public static string Href(FeedId feed) =>
        $"{Href(feed.SourceId)}?asset={Uri.EscapeDataString(feed.AssetId)}&dataset={Uri.EscapeDataString(feed.Dataset)}#feed";

    /// <summary>What is to be said of a feed; null for nothing.</summary>
    public static string? Remark(FeedView feed) => feed switch
    {
        { NotServed: true } => "refused by the vendor",
        { InsteadOf: { } other } => $"stands in for {other}",
        _ => feed.LastError,
    };

    /// <summary>Whether somebody should look.</summary>
    public static bool IsTrouble(DataSourceStatus status) => Tone(status) is Parts.Tone.Bad or Parts.Tone.Warn;
}
