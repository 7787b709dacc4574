using System.Collections.Immutable;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Portfolio;
using Refit;

namespace OrleansAssets.Api;

/// <summary>The way of an order in a portfolio: decided, filled, released, corrected.</summary>
public interface IOrderApi
{
    [Post("/portfolios/{portfolio}/orders")]
    Task<OrderDecision> CheckOrderAsync(string portfolio, [Body] OrderRequest body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/orders/dry-check")]
    Task<OrderDecision> DryCheckOrderAsync(string portfolio, [Body] OrderRequest body, CancellationToken stop);

    [Get("/portfolios/{portfolio}/orders")]
    Task<ImmutableArray<Order>> GetOrdersAsync(string portfolio, bool open, string? assetId, int limit, CancellationToken stop);

    [Get("/portfolios/{portfolio}/order-pages")]
    Task<OrderPage> FindOrdersAsync(
        string portfolio, bool open, string? assetId, string? before, int most, CancellationToken stop);

    [Get("/portfolios/{portfolio}/orders/{order}")]
    Task<Order> GetOrderAsync(string portfolio, string order, CancellationToken stop);

    [Post("/portfolios/{portfolio}/orders/{order}/report")]
    Task<Order> ReportOrderAsync(string portfolio, string order, [Body] OrderReportBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/reservations/{reservation}/release")]
    Task<ReleaseAnswer> ReleaseAsync(string portfolio, string reservation, [Body] Why body, CancellationToken stop);

    [Get("/portfolios/{portfolio}/fills")]
    Task<FillPage> FindFillsAsync(string portfolio, [Query] RecordFilter filter, long? before, int most, CancellationToken stop);

    [Post("/portfolios/{portfolio}/fills")]
    Task<FillAnswer> RecordFillAsync(string portfolio, [Body] FillBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/fills/{fill}/correction")]
    Task<CorrectionAnswer> CorrectFillAsync(
        string portfolio, string fill, [Body] FillCorrectionBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/fills/{fill}/correction/dry-run")]
    Task<CorrectionAnswer> DryCorrectFillAsync(
        string portfolio, string fill, [Body] FillCorrectionBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/unapproved/{fill}/accept")]
    Task<AcceptanceAnswer> AcceptFillAsync(string portfolio, string fill, [Body] Why body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/positions/{asset}/stop")]
    Task<StopAnswer> MoveStopAsync(string portfolio, string asset, [Body] StopMoveBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/marks/correction")]
    Task<CorrectionAnswer> CorrectMarkAsync(string portfolio, [Body] MarkCorrectionBody body, CancellationToken stop);
}
