using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>The way of an order: decided, filled, released, corrected.</summary>
internal static class OrdersApi
{
    private const string OnlyOpen = "Only those that may still be filled.";

    public static void MapOrders(this RouteGroupBuilder api)
    {
        var orders = api.MapGroup("/portfolios/{portfolio}").WithTags("orders");
        orders.MapPost("/orders", CheckAsync).Is<IPortfolioGrain>(
            "orders.check", nameof(IPortfolioGrain.CheckOrderAsync), "order check",
            "Decide an order by every rule; an approval reserves its exposure",
            "Exactly one of quantity (units) and notional (the portfolio's currency) is given. The same content under the same "
            + "clientOrderId again has the same answer; other content is refused.");
        orders.MapPost("/orders/dry-check", DryCheckAsync).Is<IPortfolioGrain>(
            "orders.dry-check", nameof(IPortfolioGrain.DryCheckOrderAsync), "risk check",
            "Tell the decision that an order would have now", "Nothing is reserved and nothing is stored.");
        orders.MapGet("/orders", ListAsync).Is<IPortfolioGrain>(
            "orders.list", nameof(IPortfolioGrain.GetOrdersAsync), "order list",
            "List approved orders, the newest first");
        orders.MapGet("/order-pages", FindAsync).Is<IPortfolioGrain>(
            "orders.find", nameof(IPortfolioGrain.FindOrdersAsync), "order list",
            "Find approved orders, the newest first, page by page",
            "Go on with the answer's 'next' as 'before' until it is null; a page may be empty though older ones are not.");
        orders.MapGet("/orders/{order}", async (PathId portfolio, GivenId order, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Portfolio(portfolio).GetOrderAsync(order, stop)))
            .Is<IPortfolioGrain>(
                "orders.show", nameof(IPortfolioGrain.GetOrderAsync), "order show",
                "Show an order by its id, also one that was rejected");
        orders.MapPost("/orders/{order}/report", ReportAsync).Is<IPortfolioGrain>(
            "orders.report", nameof(IPortfolioGrain.ReportOrderAsync), "order report",
            "Tell what became of an approved order at the broker: working, cancelled, expired or rejected there",
            "Told twice it changes something once; what is older than what is known, nothing.");
        orders.MapPost("/reservations/{reservation}/release", ReleaseAsync).Is<IPortfolioGrain>(
            "orders.release", nameof(IPortfolioGrain.ReleaseAsync), "order release",
            "Let the exposure of an approved order go", "Saying it again changes nothing.");
        orders.MapPost("/fills", FillAsync).Is<IPortfolioGrain>(
            "orders.fill", nameof(IPortfolioGrain.RecordFillAsync), "order fill",
            "Take what a broker executed, once by its id",
            "The same content under the same fillId again changes nothing; other content is refused. A fee below 0 is a rebate.");
        orders.MapPost("/unapproved/{fill}/accept", AcceptAsync).Is<IPortfolioGrain>(
            "orders.accept", nameof(IPortfolioGrain.AcceptFillAsync), "order accept",
            "Say that an operator has seen what nobody approved", "With the last of an asset its reduce-only ends.");
        orders.MapPost("/positions/{asset}/stop", MoveStopAsync).Is<IPortfolioGrain>(
            "positions.move-stop", nameof(IPortfolioGrain.MoveStopAsync), "portfolio move-stop",
            "Move the stop or the target of a position", "Saying it again changes nothing.");
        orders.MapPost("/fills/{fill}/correction", CorrectFillAsync).Is<IPortfolioGrain>(
            "orders.correct", nameof(IPortfolioGrain.CorrectFillAsync), "order correct",
            "Take a fill back, or put the right one in its place",
            "The book is as if the wrong one had not been; both entries stay in the journal. Repeatable by its correctionId.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        orders.MapPost("/fills/{fill}/correction/dry-run", DryCorrectFillAsync).Is<IPortfolioGrain>(
            "orders.dry-correct", nameof(IPortfolioGrain.DryCorrectFillAsync), "order correct",
            "Tell what the correction of a fill would do", "Nothing is recorded. The days and trades are told that it would revise.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        orders.MapPost("/marks/correction", CorrectMarkAsync).Is<IPortfolioGrain>(
            "marks.correct", nameof(IPortfolioGrain.CorrectMarkAsync), "portfolio correct-mark",
            "Take marks back, or put the right price in their place", "Repeatable by its correctionId.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
    }

    private static async Task<Ok<OrderDecision>> CheckAsync(
        PathId portfolio, Body<OrderRequest> body, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).CheckOrderAsync(body.Value).WaitAsync(stop));

    private static async Task<Ok<OrderDecision>> DryCheckAsync(
        PathId portfolio, Body<OrderRequest> body, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).DryCheckOrderAsync(body.Value, stop));

    private static async Task<Ok<ImmutableArray<Order>>> ListAsync(
        PathId portfolio, OrleansAssetsClient client, CancellationToken stop,
        [Description(OnlyOpen)] bool open = false, string? assetId = null,
        [Description("At most so many, 1 to 1,000.")] int limit = 100) =>
        TypedResults.Ok(await client.Portfolio(portfolio).GetOrdersAsync(new OrderQuery(open, assetId, limit), stop));

    private static async Task<Ok<OrderPage>> FindAsync(
        PathId portfolio, OrleansAssetsClient client, CancellationToken stop,
        [Description(OnlyOpen)] bool open = false, string? assetId = null,
        [Description("Those after this order, by your id of it; the newest without it.")] string? before = null,
        [Description("Of one page, 1 to 1,000.")] int most = 100) =>
        TypedResults.Ok(await client.Portfolio(portfolio).FindOrdersAsync(new OrderQuery(open, assetId, most, before), stop));

    private static async Task<Ok<Order>> ReportAsync(
        PathId portfolio, GivenId order, Body<OrderReportBody> body, OrleansAssetsClient client, CancellationToken stop)
    {
        var (state, at, venueOrderId, goodUntil, reason) = body.Value;
        var report = new OrderReport(order, state, at, venueOrderId, goodUntil, reason);
        return TypedResults.Ok(await client.Portfolio(portfolio).ReportOrderAsync(report).WaitAsync(stop));
    }

    private static async Task<Ok<ReleaseAnswer>> ReleaseAsync(
        PathId portfolio, PathId reservation, Body<Why> body, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).ReleaseAsync(reservation, body.Value.Reason).WaitAsync(stop));

    private static async Task<Ok<FillAnswer>> FillAsync(
        PathId portfolio, Body<FillBody> body, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).RecordFillAsync(FillOf(body.Value)).WaitAsync(stop));

    private static async Task<Ok<AcceptanceAnswer>> AcceptAsync(
        PathId portfolio, GivenId fill, Body<Why> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio)
            .AcceptFillAsync(new FillAcceptance(fill, caller.Name, body.Value.Reason)).WaitAsync(stop));

    private static async Task<Ok<StopAnswer>> MoveStopAsync(
        PathId portfolio, PathId asset, Body<StopMoveBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var (stopPrice, targetPrice, clearTarget, reason) = body.Value;
        var move = new StopMove(asset, stopPrice, targetPrice, clearTarget, caller.Name, reason);
        return TypedResults.Ok(await client.Portfolio(portfolio).MoveStopAsync(move).WaitAsync(stop));
    }

    private static async Task<Ok<CorrectionAnswer>> CorrectFillAsync(
        PathId portfolio, GivenId fill, Body<FillCorrectionBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var correction = CorrectionOf(fill, body.Value, caller);
        return TypedResults.Ok(await client.Portfolio(portfolio).CorrectFillAsync(correction).WaitAsync(stop));
    }

    private static async Task<Ok<CorrectionAnswer>> DryCorrectFillAsync(
        PathId portfolio, GivenId fill, Body<FillCorrectionBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).DryCorrectFillAsync(CorrectionOf(fill, body.Value, caller), stop));

    private static FillCorrection CorrectionOf(string fill, FillCorrectionBody body, Caller caller) => new(
        body.CorrectionId, fill, body.Replacement is null ? null : FillOf(body.Replacement), caller.Name, body.Reason);

    private static Fill FillOf(FillBody body) => new(
        body.FillId, body.ClientOrderId, body.AssetId, body.Side, body.Quantity, body.Price, body.Fee, body.Currency, body.Rate,
        body.At ?? default, body.StrategyId, body.FeeCurrency)
    {
        Confirmed = body.Confirmed,
    };

    private static async Task<Ok<CorrectionAnswer>> CorrectMarkAsync(
        PathId portfolio, Body<MarkCorrectionBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var (id, asset, from, to, price, reason, confirmed) = body.Value;
        var correction = new MarkCorrection(id, asset, from, to, price, caller.Name, reason) { Confirmed = confirmed };
        return TypedResults.Ok(await client.Portfolio(portfolio).CorrectMarkAsync(correction).WaitAsync(stop));
    }
}
