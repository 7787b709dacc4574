using Orleans;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Reading;

/// <summary>What a page changes. Each call says what came of it, and makes every page ask anew.</summary>
internal sealed class PageActions(IGrainFactory grains, SharedAnswers shared, TimeProvider clock)
{
    public Task<Answer<ActiveHalt>> HaltAsync(string portfolioId, HaltRequest request) =>
        DoAsync(() => Portfolio(portfolioId).HaltAsync(request));

    public Task<Answer<ResetAnswer>> ResetAsync(string portfolioId, ResetRequest request) =>
        DoAsync(() => Portfolio(portfolioId).ResetAsync(request));

    public Task<Answer<CashFlowAnswer>> RecordCashFlowAsync(string portfolioId, CashFlow flow) =>
        DoAsync(() => Portfolio(portfolioId).RecordCashFlowAsync(flow));

    public Task<Answer<ActivationResult>> ActivateAsync(string phaseId, ActivationRequest request) =>
        DoAsync(() => Phase(phaseId).ActivateAsync(request));

    public Task<Answer<ActivationResult>> ApproveAsync(string phaseId, ApprovalRequest request) =>
        DoAsync(() => Phase(phaseId).ApproveAsync(request));

    public Task<Answer<DeactivationResult>> DeactivateAsync(string phaseId, DeactivationRequest request) =>
        DoAsync(() => Phase(phaseId).DeactivateAsync(request));

    public Task<Answer<Notice>> AcknowledgeAsync(long noticeId, string by, string? note) =>
        DoAsync(() => grains.GetGrain<INoticesGrain>(Keys.Notices).AcknowledgeAsync(noticeId, by, note));

    private async Task<Answer<T>> DoAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return Answer.Of(await act(), clock.GetUtcNow());
        }
        catch (Exception exception) when (FailureText.IsKnown(exception))
        {
            return Answer.Failed<T>(clock.GetUtcNow(), exception);
        }
        finally
        {
            shared.Forget();
        }
    }

    private IPortfolioGrain Portfolio(string id) => grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(id));

    private IPhaseGrain Phase(string id) => grains.GetGrain<IPhaseGrain>(Keys.Phase(id));
}
