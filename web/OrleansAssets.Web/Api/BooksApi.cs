using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>What moves a book beside trading, and what prices would make of it.</summary>
internal static class BooksApi
{
    public static void MapBooks(this RouteGroupBuilder api)
    {
        var books = api.MapGroup("/portfolios/{portfolio}").WithTags("books");
        books.MapPost("/flows", FlowAsync).Is<IPortfolioGrain>(
            "flows.record", nameof(IPortfolioGrain.RecordCashFlowAsync), "portfolio deposit",
            "Pay money in (more than 0) or take it out (less than 0), once by its id",
            "In the portfolio's currency: no profit, no loss, and no drawdown is hidden by it. A withdrawal that needs the word of others "
                + "(approvals.withdrawal) waits, and missing says how many: they send the same amount under the same flowId. What moved "
                + "before what is known already is taken at its time (at).")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        books.MapPost("/events", EventAsync).Is<IPortfolioGrain>(
            "events.record", nameof(IPortfolioGrain.RecordEventAsync), "portfolio event",
            "Take what happened without a trade, once by its id: split, dividend, interest, financing, fee and their like",
            "The same content under the same eventId again changes nothing. One that nobody would believe has to be confirmed.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        books.MapPost("/events/dry-run", DryEventAsync).Is<IPortfolioGrain>(
            "events.dry-run", nameof(IPortfolioGrain.DryRecordEventAsync), "portfolio event",
            "Tell what such an event would do", "Nothing is recorded. Of a late one the days are told that it would revise.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        books.MapPost("/events/{event}/correction", CorrectEventAsync).Is<IPortfolioGrain>(
            "events.correct", nameof(IPortfolioGrain.CorrectEventAsync), "portfolio event correct",
            "Take an event back: a split, a dividend, a fee",
            "The book is as if it had not been; both entries stay in the journal. Repeatable by its correctionId.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        books.MapPost("/rates/{currency}", RateAsync).Is<IPortfolioGrain>(
            "rates.state", nameof(IPortfolioGrain.StateRateAsync), "portfolio rate",
            "State what a unit of a currency is worth in the portfolio's, where no collected quote tells it",
            "One that needs the word of others (approvals.rate) waits in book.waitingRates: they state the same.");
        books.MapPost("/what-if", WhatIfAsync).Is<IPortfolioGrain>(
            "portfolios.what-if", nameof(IPortfolioGrain.WhatIfAsync), "portfolio what-if",
            "Tell what prices that move would make of the book", "A move is a fraction of the price: -0.3 is 30 % down. Changes nothing.");
    }

    private static async Task<Ok<CashFlowAnswer>> FlowAsync(
        PathId portfolio, Body<FlowBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var flow = new CashFlow(body.Value.FlowId, body.Value.Amount, caller.Name, body.Value.Reason) { At = body.Value.At };
        return TypedResults.Ok(await client.Portfolio(portfolio).RecordCashFlowAsync(flow).WaitAsync(stop));
    }

    private static async Task<Ok<BookEventAnswer>> EventAsync(
        PathId portfolio, Body<BookEventBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).RecordEventAsync(EventOf(body.Value, caller)).WaitAsync(stop));

    private static async Task<Ok<BookEventAnswer>> DryEventAsync(
        PathId portfolio, Body<BookEventBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).DryRecordEventAsync(EventOf(body.Value, caller), stop));

    private static async Task<Ok<CorrectionAnswer>> CorrectEventAsync(
        PathId portfolio, GivenId @event, Body<EventCorrectionBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var correction = new EventCorrection(body.Value.CorrectionId, @event, caller.Name, body.Value.Reason);
        return TypedResults.Ok(await client.Portfolio(portfolio).CorrectEventAsync(correction).WaitAsync(stop));
    }

    private static async Task<Ok<PortfolioView>> RateAsync(
        PathId portfolio, PathId currency, Body<RateBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio)
            .StateRateAsync(currency, body.Value.Rate, caller.Name, body.Value.Confirmed).WaitAsync(stop));

    private static async Task<Ok<WhatIfAnswer>> WhatIfAsync(
        PathId portfolio, Body<WhatIfBody> body, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).WhatIfAsync([.. body.Value.Shocks], stop));

    private static BookEvent EventOf(BookEventBody body, Caller caller) => new(
        body.EventId, body.Kind, body.EffectiveAt ?? default, body.AssetId, body.Amount, body.PerUnit, body.Withheld, body.Currency,
        body.Rate, body.NewUnits, body.OldUnits, body.NewAssetId, body.StrategyId, caller.Name, body.Reason)
    {
        Confirmed = body.Confirmed,
    };
}
