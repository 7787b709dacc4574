using Microsoft.Extensions.Logging;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Grains.DataSources;

/// <summary>What the operator reads on the console about collection.</summary>
internal static partial class CollectionLog
{
    [LoggerMessage(2001, LogLevel.Debug, "{Source} {Asset} {Dataset}: {Result} after {Calls} calls, {Rows:N0} rows stored by now")]
    public static partial void RoundDone(
        ILogger logger, string source, string asset, string dataset, FeedResult result, int calls, long rows);

    [LoggerMessage(
        2002, LogLevel.Information, "{Source} {Asset} {Dataset}: {Rows:N0} candles stored up to {Until:yyyy-MM-dd HH:mm}Z")]
    public static partial void HistoryFilled(ILogger logger, string source, string asset, string dataset, long rows, DateTime until);

    [LoggerMessage(2003, LogLevel.Information, "{Source} is {Status}: {Text}")]
    public static partial void StatusChanged(ILogger logger, string source, DataSourceStatus status, string text);

    [LoggerMessage(2004, LogLevel.Warning, "{Source} {Asset} {Dataset} is left alone until {Until:yyyy-MM-dd HH:mm}Z: {Error}")]
    public static partial void FeedParked(ILogger logger, string source, string asset, string dataset, DateTime until, string error);

    [LoggerMessage(2006, LogLevel.Warning, "{Source} {Asset} {Dataset} stands in for {InsteadOf}, which is down")]
    public static partial void FallbackBegan(ILogger logger, string source, string asset, string dataset, string insteadOf);

    [LoggerMessage(2007, LogLevel.Information, "{Source} {Asset} {Dataset} stands by again: {InsteadOf} is back")]
    public static partial void FallbackEnded(ILogger logger, string source, string asset, string dataset, string insteadOf);

    [LoggerMessage(2005, LogLevel.Warning, "{Source} {Asset} {Dataset} could not be collected")]
    public static partial void FeedBroke(ILogger logger, Exception exception, string source, string asset, string dataset);
}
