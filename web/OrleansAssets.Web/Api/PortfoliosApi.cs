using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Catalogue;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>Portfolios as they stand: the book, its limits, what may be traded, and decisions that were made.</summary>
internal static class PortfoliosApi
{
    public static void MapPortfolios(this RouteGroupBuilder api)
    {
        var all = api.MapGroup("").WithTags("portfolios");
        all.MapGet("/portfolios", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetPortfoliosAsync(stop)))
            .Is<ICatalogueGrain>(
                "portfolios.list", nameof(ICatalogueGrain.GetPortfoliosAsync), "portfolio list",
                "List the portfolios that are traded, with mode, equity and distances to their halts");
        all.MapGet("/refusals", WhyAsync).Is<IRefusalsGrain>(
            "refusals.why", nameof(IRefusalsGrain.WhyAsync), "why",
            "Tell why nothing was traded: what refused, how often, since when, what would heal it",
            "From decisions that were made, and from what stands in the way now.");
        var portfolios = api.MapGroup("/portfolios/{portfolio}").WithTags("portfolios");
        portfolios.MapPost("", CreateAsync).Is<IPortfolioGrain>(
            "portfolios.create", nameof(IPortfolioGrain.CreateAsync), "portfolio create",
            "Make a portfolio of this name", "Where there is one, nothing changes.");
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

    private static async Task<Ok<RefusalAnswer>> WhyAsync(
        [Description("From when on, UTC; at most 366 days before the end of the span.")] DateTimeOffset since,
        OrleansAssetsClient client, CancellationToken stop,
        [Description("Of this portfolio.")] string portfolio = Keys.DefaultPortfolioId,
        [Description("Only of this asset.")] string? assetId = null,
        [Description("Only of this class.")] string? classId = null,
        [Description("Only of this strategy.")] string? strategyId = null,
        [Description("Only decisions of before it, UTC; all until now where it is left out.")] DateTimeOffset? until = null) =>
        TypedResults.Ok(await client.Refusals.WhyAsync(
            new RefusalQuestion(portfolio, since, assetId, classId, strategyId) { Until = until }, stop));

    private static async Task<Ok<PortfolioView>> CreateAsync(
        PathId portfolio, Body<Why> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio)
            .CreateAsync(new PortfolioCreation(caller.Name, body.Value.Reason)).WaitAsync(stop));

    private static async Task<Ok<OrderDecision>> DecisionAsync(
        PathId portfolio, PathId decision, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).GetDecisionAsync(decision, stop));

    private static async Task<Ok<DecisionReplay>> ReplayAsync(
        PathId portfolio, PathId decision, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).ReplayDecisionAsync(decision, stop));
}
