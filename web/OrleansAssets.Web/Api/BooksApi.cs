using Microsoft.AspNetCore.Http.HttpResults;
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
            "In the portfolio's currency: no profit, no loss, and no drawdown is hidden by it.");
        books.MapPost("/events", EventAsync).Is<IPortfolioGrain>(
            "events.record", nameof(IPortfolioGrain.RecordEventAsync), "portfolio event",
            "Take what happened without a trade, once by its id: split, dividend, interest, financing, fee and their like",
            "The same content under the same eventId again changes nothing.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        books.MapPost("/rates/{currency}", RateAsync).Is<IPortfolioGrain>(
            "rates.state", nameof(IPortfolioGrain.StateRateAsync), "portfolio rate",
            "State what a unit of a currency is worth in the portfolio's, where no collected quote tells it");
        books.MapPost("/what-if", WhatIfAsync).Is<IPortfolioGrain>(
            "portfolios.what-if", nameof(IPortfolioGrain.WhatIfAsync), "portfolio what-if",
            "Tell what prices that move would make of the book", "A move is a fraction of the price: -0.3 is 30 % down. Changes nothing.");
    }

    private static async Task<Ok<CashFlowAnswer>> FlowAsync(
        PathId portfolio, Body<FlowBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var flow = new CashFlow(body.Value.FlowId, body.Value.Amount, caller.Name, body.Value.Reason);
        return TypedResults.Ok(await client.Portfolio(portfolio).RecordCashFlowAsync(flow).WaitAsync(stop));
    }

    private static async Task<Ok<BookEventAnswer>> EventAsync(
        PathId portfolio, Body<BookEventBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).RecordEventAsync(body.Value.By(caller)).WaitAsync(stop));

    private static async Task<Ok<PortfolioView>> RateAsync(
        PathId portfolio, PathId currency, Body<RateBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).StateRateAsync(currency, body.Value.Rate, caller.Name).WaitAsync(stop));

    private static async Task<Ok<WhatIfAnswer>> WhatIfAsync(
        PathId portfolio, Body<WhatIfBody> body, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).WhatIfAsync([.. body.Value.Shocks], stop));
}

/// <summary>Money paid in or taken out.</summary>
/// <param name="FlowId">Your id: the same again changes nothing.</param>
/// <param name="Amount">In the portfolio's currency: more than 0 is paid in, less than 0 taken out.</param>
/// <param name="Reason">Why, for the log.</param>
internal sealed record FlowBody(string FlowId, decimal Amount, string Reason);

/// <summary>A currency's worth.</summary>
/// <param name="Rate">What a unit of it is worth in the portfolio's currency, more than 0.</param>
internal sealed record RateBody(decimal Rate);

/// <summary>Prices that move.</summary>
/// <param name="Shocks">One an asset.</param>
internal sealed record WhatIfBody(PriceShock[] Shocks);

/// <summary>What happened to a position or to cash without a trade.</summary>
/// <param name="EventId">Your id: the same again changes nothing.</param>
/// <param name="EffectiveAt">From when it holds, UTC: the opening at which a split trades in new units, the ex-date of a dividend.</param>
/// <param name="Reason">Why, for the log.</param>
/// <param name="AssetId">The asset that it is of; null for an income or a cost of the whole portfolio.</param>
/// <param name="Amount">What cash gains in all, in <paramref name="Currency"/>: less than 0 where it is paid.</param>
/// <param name="PerUnit">Of a dividend or a delisting: for each unit that is held, instead of <paramref name="Amount"/>.</param>
/// <param name="Withheld">Tax kept back, 0 or more: for each unit where <paramref name="PerUnit"/> is given, else in all.</param>
/// <param name="Currency">Of the amounts; null is the asset's quote currency, and the portfolio's where there is no asset.</param>
/// <param name="Rate">What a unit of that currency is worth in the portfolio's; null takes the portfolio's own conversion.</param>
/// <param name="NewUnits">Of a split: what <paramref name="OldUnits"/> became.</param>
/// <param name="NewAssetId">Of a symbol change: the id from then on.</param>
/// <param name="StrategyId">Whose income or cost it is; null shares it by what each strategy holds.</param>
internal sealed record BookEventBody(
    string EventId,
    BookEventKind Kind,
    DateTimeOffset EffectiveAt,
    string Reason,
    string? AssetId = null,
    decimal? Amount = null,
    decimal? PerUnit = null,
    decimal Withheld = 0,
    string? Currency = null,
    decimal? Rate = null,
    int? NewUnits = null,
    int? OldUnits = null,
    string? NewAssetId = null,
    string? StrategyId = null)
{
    internal BookEvent By(Caller caller) => new(
        EventId, Kind, EffectiveAt, AssetId, Amount, PerUnit, Withheld, Currency, Rate, NewUnits, OldUnits, NewAssetId, StrategyId,
        caller.Name, Reason);
}
