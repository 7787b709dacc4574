using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Api;

/// <summary>What a portfolio was told and decided, from its journal, page by page.</summary>
internal static class RecordsApi
{
    private const string Paged =
        "Go on with the answer's 'next' as 'before' until it is null; a page may be empty though older ones are not.";

    private const string Begins = "Those before this number of the journal, the 'next' of the page before; the last ones without it.";

    private const string Size = "Of one page, 1 to 1,000.";

    public static void MapRecords(this RouteGroupBuilder api)
    {
        var records = api.MapGroup("/portfolios/{portfolio}").WithTags("portfolios");
        records.MapGet("/fills", FillsAsync).Is<IPortfolioGrain>(
            "fills.list", nameof(IPortfolioGrain.FindFillsAsync), "portfolio fills",
            "List the fills that a portfolio was told, the last told first, page by page",
            "One that was taken back says how in 'takenBack', and what took its place says so in 'replaces'. 'price' is in the asset's "
            + "quote currency, 'fee' and 'realisedProfit' in the portfolio's; the fill itself is as it was told. Fills of an import are "
            + $"in the portfolio's trades. {Paged}");
        records.MapGet("/flows", FlowsAsync).Is<IPortfolioGrain>(
            "flows.list", nameof(IPortfolioGrain.FindCashFlowsAsync), "portfolio flows",
            "List the money that was paid in or taken out, the last first, page by page",
            $"In the portfolio's currency, less than 0 where it was taken out. {Paged}");
        records.MapGet("/events", EventsAsync).Is<IPortfolioGrain>(
            "events.list", nameof(IPortfolioGrain.FindEventsAsync), "portfolio events",
            "List what happened without a trade (splits, dividends, fees), the last told first, page by page",
            "One that was taken back says how in 'takenBack'. 'amount' is what cash gained, in the portfolio's currency, when it was told; "
            + $"the event itself is as it was told. {Paged}");
        records.MapGet("/decisions", DecisionsAsync).Is<IPortfolioGrain>(
            "decisions.find", nameof(IPortfolioGrain.FindDecisionsAsync), "risk decisions",
            "Find decisions among all that are stored, the last made first, page by page",
            $"A decision is a line here; its address has every rule. {Paged}");
    }

    private static async Task<Ok<FillPage>> FillsAsync(
        PathId portfolio, OrleansAssetsClient client, CancellationToken stop,
        [Description("Of this asset only, by the id that it was told under.")] string? assetId = null,
        [Description("Executed then or later.")] DateTimeOffset? from = null,
        [Description("Executed before then.")] DateTimeOffset? until = null,
        [Description(Begins)] long? before = null,
        [Description(Size)] int most = 100) =>
        TypedResults.Ok(await client.Portfolio(portfolio).FindFillsAsync(new RecordQuery(most, before, assetId, from, until), stop));

    private static async Task<Ok<FlowPage>> FlowsAsync(
        PathId portfolio, OrleansAssetsClient client, CancellationToken stop,
        [Description("Made then or later.")] DateTimeOffset? from = null,
        [Description("Made before then.")] DateTimeOffset? until = null,
        [Description(Begins)] long? before = null,
        [Description(Size)] int most = 100) =>
        TypedResults.Ok(await client.Portfolio(portfolio)
            .FindCashFlowsAsync(new RecordQuery(most, before, From: from, Until: until), stop));

    private static async Task<Ok<BookEventPage>> EventsAsync(
        PathId portfolio, OrleansAssetsClient client, CancellationToken stop,
        [Description("Of this asset only, by the id that it was told under.")] string? assetId = null,
        [Description("Holding from then on, or from later.")] DateTimeOffset? from = null,
        [Description("Holding from before then.")] DateTimeOffset? until = null,
        [Description(Begins)] long? before = null,
        [Description(Size)] int most = 100) =>
        TypedResults.Ok(await client.Portfolio(portfolio).FindEventsAsync(new RecordQuery(most, before, assetId, from, until), stop));

    private static async Task<Ok<DecisionPage>> DecisionsAsync(
        PathId portfolio, OrleansAssetsClient client, CancellationToken stop,
        [Description("About this asset only.")] string? assetId = null,
        [Description("About this class only.")] string? classId = null,
        [Description("Of this strategy only.")] string? strategyId = null,
        [Description("approved, reduced or rejected; all without it.")] Choice<DecisionOutcome>? outcome = null,
        [Description("Only those that this rule decided, by its code.")] string? bindingRule = null,
        [Description("Decided then or later.")] DateTimeOffset? from = null,
        [Description("Decided before then.")] DateTimeOffset? until = null,
        [Description(Begins)] long? before = null,
        [Description(Size)] int most = 100)
    {
        var query = new DecisionQuery(most, before, assetId, classId, strategyId, outcome?.Value, bindingRule, from, until);
        return TypedResults.Ok(await client.Portfolio(portfolio).FindDecisionsAsync(query, stop));
    }
}
