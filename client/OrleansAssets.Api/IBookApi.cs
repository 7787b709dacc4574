using OrleansAssets.Api.Bodies;
using OrleansAssets.Portfolio;
using Refit;

namespace OrleansAssets.Api;

/// <summary>What moves a book beside trading.</summary>
public interface IBookApi
{
    [Post("/portfolios/{portfolio}/flows")]
    Task<CashFlowAnswer> RecordCashFlowAsync(string portfolio, [Body] FlowBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/events")]
    Task<BookEventAnswer> RecordEventAsync(string portfolio, [Body] BookEventBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/events/dry-run")]
    Task<BookEventAnswer> DryRecordEventAsync(string portfolio, [Body] BookEventBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/events/{event}/correction")]
    Task<CorrectionAnswer> CorrectEventAsync(string portfolio, string @event, [Body] EventCorrectionBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/rates/{currency}")]
    Task<PortfolioView> StateRateAsync(string portfolio, string currency, [Body] RateBody body, CancellationToken stop);
}
