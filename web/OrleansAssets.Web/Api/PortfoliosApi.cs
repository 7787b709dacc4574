using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>Portfolios as they stand: the book, its limits, what may be traded, and decisions that were made.</summary>
internal static class PortfoliosApi
{
    public static void MapPortfolios(this RouteGroupBuilder api)
    {
        var portfolios = api.MapGroup("/portfolios/{portfolio}").WithTags("portfolios");
        portfolios.MapGet("", async (PathId portfolio, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Portfolio(portfolio).GetAsync().WaitAsync(stop)))
            .Is<IPortfolioGrain>(
                "portfolios.show", nameof(IPortfolioGrain.GetAsync), "portfolio show",
                "Show a portfolio: money, positions, reservations, halts",
                "Money in the portfolio's currency; prices in each asset's own.");
        portfolios.MapGet("/mode", async (PathId portfolio, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Portfolio(portfolio).GetModeAsync().WaitAsync(stop)))
            .Is<IPortfolioGrain>(
                "portfolios.mode", nameof(IPortfolioGrain.GetModeAsync), "portfolio show",
                "Tell what may be traded now", "The version grows with every halt and reset: the same number means that nothing changed.");
        portfolios.MapGet("/review", async (PathId portfolio, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Portfolio(portfolio).ValidateAsync(stop)))
            .Is<IPortfolioGrain>(
                "portfolios.review", nameof(IPortfolioGrain.ValidateAsync), "portfolio validate",
                "Hold a book against every limit that it can break by itself");
        portfolios.MapGet("/decisions/{decision}", DecisionAsync).Is<IPortfolioGrain>(
            "decisions.show", nameof(IPortfolioGrain.GetDecisionAsync), "risk explain",
            "Show a stored decision, rule by rule");
        portfolios.MapGet("/decisions/{decision}/replay", ReplayAsync).Is<IPortfolioGrain>(
            "decisions.replay", nameof(IPortfolioGrain.ReplayDecisionAsync), "risk explain",
            "Decide again from a decision's stored inputs, and compare to the byte");
        portfolios.MapGet("/journal-anchors", async (PathId portfolio, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Portfolio(portfolio).GetJournalAnchorsAsync().WaitAsync(stop)))
            .Is<IPortfolioGrain>(
                "portfolios.anchors", nameof(IPortfolioGrain.GetJournalAnchorsAsync), "audit verify",
                "Tell the places of the journal that the portfolio remembers itself", "For who verifies the audit log.");
    }

    private static async Task<Ok<OrderDecision>> DecisionAsync(
        PathId portfolio, PathId decision, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).GetDecisionAsync(decision, stop));

    private static async Task<Ok<DecisionReplay>> ReplayAsync(
        PathId portfolio, PathId decision, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).ReplayDecisionAsync(decision, stop));
}
