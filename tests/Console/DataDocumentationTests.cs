using System.Text.RegularExpressions;
using OrleansAssets.Client;
using OrleansAssets.CorporateActions;
using OrleansAssets.Data;
using OrleansAssets.Sentiment;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Console;

/// <summary>docs/data.md names, for every question, the grain's method and the command, and none that does not exist.</summary>
public sealed partial class DataDocumentationTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.PathOf("docs", "data.md"));

    private static readonly string[] Rows =
    [
        .. Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)
            && line.Contains("Async", StringComparison.Ordinal)),
    ];

    /// <summary>What the first of these systems could be asked of its data, and what answers it here.</summary>
    [Theory]
    [InlineData("get_current_price", nameof(IMarketDataGrain.GetPriceAsync), "price")]
    [InlineData("get_quote", nameof(IMarketDataGrain.GetQuotesAsync), "quote")]
    [InlineData("get_bid_ask", nameof(IMarketDataGrain.GetQuotesAsync), "quote")]
    [InlineData("get_historical_data", nameof(IMarketDataGrain.GetCandlesAsync), "candles")]
    [InlineData("get_symbol_sentiment", nameof(IMarketDataGrain.GetSentimentAsync), "sentiment")]
    [InlineData("get_trending_symbols", nameof(ISentimentGrain.GetTrendingAsync), "trending")]
    [InlineData("get_user_recent_tweets", nameof(IMarketDataGrain.GetPostsAsync), "posts")]
    public void Page_EveryCallOfThePrototype_HasAMethodAndACommand(string call, string method, string command) =>
        Assert.True(
            Array.Exists(
                Rows, row => row.Contains(method, StringComparison.Ordinal)
                    && row.Contains($"`assets data {command}`", StringComparison.Ordinal)),
            $"{call} has no row with {method} and 'assets data {command}'.");

    [Fact]
    public void Page_MethodsAndCommands_AreThoseThatExist()
    {
        Type[] asked =
            [typeof(IMarketDataGrain), typeof(ISentimentGrain), typeof(ICorporateActionsGrain), typeof(CandleStream), typeof(QuoteStreams)];
        var methods = asked.SelectMany(type => type.GetMethods()).Select(method => method.Name).ToHashSet(StringComparer.Ordinal);
        var data = HelpTests.Tree().Subcommands.Single(command => command.Name == "data");

        Assert.All(
            Rows.SelectMany(row => Method().Matches(row).Select(match => match.Value)), method => Assert.Contains(method, methods));
        Assert.All(
            typeof(IMarketDataGrain).GetMethods(),
            method => Assert.Contains(Rows, row => row.Contains($"{method.Name}`", StringComparison.Ordinal)));
        Assert.Equal(
            data.Subcommands.Select(command => $"`assets data {command.Name}`").Order(StringComparer.Ordinal),
            Rows.SelectMany(row => Command().Matches(row).Select(match => match.Value)).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\w+Async(?=`)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Method();

    [GeneratedRegex(@"`assets data \w+`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
