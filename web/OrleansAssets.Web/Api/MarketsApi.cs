using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Access;
using OrleansAssets.Client;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;
using OrleansAssets.Sentiment;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>What is known of markets: mood, corporate actions, how assets move together; and the rules that use it.</summary>
internal static class MarketsApi
{
    public static void MapMarkets(this RouteGroupBuilder api)
    {
        var markets = api.MapGroup("").WithTags("markets");
        markets.MapGet("/sentiment", SentimentAsync).Is<ISentimentGrain>(
            "sentiment.show", nameof(ISentimentGrain.GetLatestAsync), "sentiment",
            "Tell the newest mood of each source and look-back within the last 14 days", "Scores from -1 (bearish) to +1 (bullish).");
        markets.MapGet("/sentiment/trending", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Sentiment.GetTrendingAsync(stop)))
            .Is<ISentimentGrain>(
                "sentiment.trending", nameof(ISentimentGrain.GetTrendingAsync), "sentiment trending",
                "Tell what forums speak of much, by source, look-back and rank");
        markets.MapGet("/corporate-actions", ActionsAsync).Is<ICorporateActionsGrain>(
            "actions.list", nameof(ICorporateActionsGrain.GetAsync), "actions",
            "List splits, dividends, changes of symbols and delistings, and what became of them");
        markets.MapGet("/risk/model", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.RiskModel.GetAsync().WaitAsync(stop)))
            .Is<IRiskModelGrain>(
                "risk.model", nameof(IRiskModelGrain.GetAsync), "risk model",
                "Show how assets move together, and what their markets do", "Correlations from -1 to 1.");
        markets.MapGet("/risk/rules", () => TypedResults.Ok(PreTradeChecks.All.Select(RuleRow.Of).ToArray())).Is(
            "risk.rules", AccessRole.Viewer, "risk rules", "List every pre-trade check: code, formula, example");
    }

    private static async Task<Ok<ImmutableArray<SentimentSnapshot>>> SentimentAsync(
        OrleansAssetsClient client, CancellationToken stop, [Description("One asset; all without it.")] string? assetId = null) =>
        TypedResults.Ok(await client.Sentiment.GetLatestAsync(assetId, stop));

    private static async Task<Ok<ImmutableArray<CorporateActionView>>> ActionsAsync(
        OrleansAssetsClient client, TimeProvider clock, CancellationToken stop,
        [Description("One asset; all without it.")] string? assetId = null,
        [Description("The first date on which they hold, in New York; a year ago without it.")] DateOnly? from = null) =>
        TypedResults.Ok(await client.CorporateActions.GetAsync(
            assetId, from ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddYears(-1), stop));
}
