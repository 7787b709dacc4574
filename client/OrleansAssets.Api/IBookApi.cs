using OrleansAssets.Api.Bodies;
using OrleansAssets.Portfolio;
using Refit;

namespace OrleansAssets.Api;

/// <summary>What moves a book beside trading.</summary>
public interface IBookApi
{
    [Post("/portfolios/{portfolio}/flows")]
    Task<CashFlowAnswer> RecordCashFlowAsync(string portfolio, [Body] FlowBody body, CancellationToken stop);

    [Get("/portfolios/{portfolio}/flows")]
    Task<FlowPage> FindCashFlowsAsync(string portfolio, [Query] TimeFilter filter, long? before, int most, CancellationToken stop);

    [Get("/portfolios/{portfolio}/events")]
    Task<BookEventPage> FindEventsAsync(string portfolio, [Query] RecordFilter filter, long? before, int most, CancellationToken stop);

    [Post("/portfolios/{portfolio}/events")]
    Task<BookEventAnswer> RecordEventAsync(string portfolio, [Body] BookEventBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/events/dry-run")]
    Task<BookEventAnswer> DryRecordEventAsync(string portfolio, [Body] BookEventBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/events/{event}/correction")]
    Task<CorrectionAnswer> CorrectEventAsync(string portfolio, string @event, [Body] EventCorrectionBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/rates/{currency}")]
    Task<PortfolioView> StateRateAsync(string portfolio, string currency, [Body] RateBody body, CancellationToken stop);
}

/// <summary>Which payments are listed; what is left out is not narrowed.</summary>
public sealed record TimeFilter(
    [property: Query(Format = QueryForm.Instant)] DateTimeOffset? From = null,
    [property: Query(Format = QueryForm.Instant)] DateTimeOffset? Until = null);

/// <summary>Which fills or events are listed; what is left out is not narrowed.</summary>
public sealed record RecordFilter(
    string? AssetId = null,
    [property: Query(Format = QueryForm.Instant)] DateTimeOffset? From = null,
    [property: Query(Format = QueryForm.Instant)] DateTimeOffset? Until = null);
