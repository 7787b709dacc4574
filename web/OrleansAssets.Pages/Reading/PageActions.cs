using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Accounts;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Access;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Pages.Reading;

/// <summary>
/// What a page changes. Each change needs the role that its grain's method needs, is noted in the audit log before it is made, says what
/// came of it, and makes every page ask anew.
/// </summary>
internal sealed class PageActions(IGrainFactory grains, SharedAnswers shared, PageOperator caller, TimeProvider clock)
{
    private IAccessGrain Access => grains.GetGrain<IAccessGrain>(Keys.Access);

    private IAccountGrain Account => grains.GetGrain<IAccountGrain>(Keys.Account);

    private INoticesGrain Notices => grains.GetGrain<INoticesGrain>(Keys.Notices);

    public Task<Answer<AccountHalt>> HaltAllAsync(string by, string reason) => DoAsync<IAccountGrain, AccountHalt>(
        "account.halt", nameof(IAccountGrain.HaltAsync), () => Account.HaltAsync(by, reason));

    public Task<Answer<AccountView>> ResetAllAsync(ResetRequest request) => DoAsync<IAccountGrain, AccountView>(
        "account.reset", nameof(IAccountGrain.ResetAsync), () => Account.ResetAsync(request));

    public Task<Answer<PortfolioView>> CreateAsync(string portfolioId, PortfolioCreation creation) =>
        DoAsync<IPortfolioGrain, PortfolioView>(
            "portfolios.create", nameof(IPortfolioGrain.CreateAsync), () => Portfolio(portfolioId).CreateAsync(creation));

    public Task<Answer<OrderDecision>> CheckAsync(string portfolioId, OrderRequest order) => DoAsync<IPortfolioGrain, OrderDecision>(
        "orders.check", nameof(IPortfolioGrain.CheckOrderAsync), () => Portfolio(portfolioId).CheckOrderAsync(order));

    public Task<Answer<ActiveHalt>> HaltAsync(string portfolioId, HaltRequest request) => DoAsync<IPortfolioGrain, ActiveHalt>(
        "halts.stop", nameof(IPortfolioGrain.HaltAsync), () => Portfolio(portfolioId).HaltAsync(request));

    public Task<Answer<ResetAnswer>> ResetAsync(string portfolioId, ResetRequest request) => DoAsync<IPortfolioGrain, ResetAnswer>(
        "halts.reset", nameof(IPortfolioGrain.ResetAsync), () => Portfolio(portfolioId).ResetAsync(request));

    public Task<Answer<CashFlowAnswer>> RecordCashFlowAsync(string portfolioId, CashFlow flow) => DoAsync<IPortfolioGrain, CashFlowAnswer>(
        "flows.record", nameof(IPortfolioGrain.RecordCashFlowAsync), () => Portfolio(portfolioId).RecordCashFlowAsync(flow));

    public Task<Answer<FillAnswer>> RecordFillAsync(string portfolioId, Fill fill) => DoAsync<IPortfolioGrain, FillAnswer>(
        "orders.fill", nameof(IPortfolioGrain.RecordFillAsync), () => Portfolio(portfolioId).RecordFillAsync(fill));

    public Task<Answer<CorrectionAnswer>> CorrectFillAsync(string portfolioId, FillCorrection correction) =>
        DoAsync<IPortfolioGrain, CorrectionAnswer>(
            "orders.correct", nameof(IPortfolioGrain.CorrectFillAsync), () => Portfolio(portfolioId).CorrectFillAsync(correction));

    public Task<Answer<BookEventAnswer>> RecordEventAsync(string portfolioId, BookEvent told) =>
        DoAsync<IPortfolioGrain, BookEventAnswer>(
            "events.record", nameof(IPortfolioGrain.RecordEventAsync), () => Portfolio(portfolioId).RecordEventAsync(told));

    public Task<Answer<CorrectionAnswer>> CorrectEventAsync(string portfolioId, EventCorrection correction) =>
        DoAsync<IPortfolioGrain, CorrectionAnswer>(
            "events.correct", nameof(IPortfolioGrain.CorrectEventAsync), () => Portfolio(portfolioId).CorrectEventAsync(correction));

    public Task<Answer<CorrectionAnswer>> CorrectMarkAsync(string portfolioId, MarkCorrection correction) =>
        DoAsync<IPortfolioGrain, CorrectionAnswer>(
            "marks.correct", nameof(IPortfolioGrain.CorrectMarkAsync), () => Portfolio(portfolioId).CorrectMarkAsync(correction));

    public Task<Answer<PortfolioView>> StateRateAsync(string portfolioId, string currency, decimal rate, string by, bool confirmed) =>
        DoAsync<IPortfolioGrain, PortfolioView>(
            "rates.state", nameof(IPortfolioGrain.StateRateAsync),
            () => Portfolio(portfolioId).StateRateAsync(currency, rate, by, confirmed));

    public Task<Answer<Order>> ReportAsync(string portfolioId, OrderReport report) => DoAsync<IPortfolioGrain, Order>(
        "orders.report", nameof(IPortfolioGrain.ReportOrderAsync), () => Portfolio(portfolioId).ReportOrderAsync(report));

    public Task<Answer<ReleaseAnswer>> ReleaseAsync(string portfolioId, string reservationId, string reason) =>
        DoAsync<IPortfolioGrain, ReleaseAnswer>(
            "orders.release", nameof(IPortfolioGrain.ReleaseAsync), () => Portfolio(portfolioId).ReleaseAsync(reservationId, reason));

    public Task<Answer<AcceptanceAnswer>> AcceptFillAsync(string portfolioId, FillAcceptance acceptance) =>
        DoAsync<IPortfolioGrain, AcceptanceAnswer>(
            "orders.accept", nameof(IPortfolioGrain.AcceptFillAsync), () => Portfolio(portfolioId).AcceptFillAsync(acceptance));

    public Task<Answer<StopAnswer>> MoveStopAsync(string portfolioId, StopMove move) => DoAsync<IPortfolioGrain, StopAnswer>(
        "positions.move-stop", nameof(IPortfolioGrain.MoveStopAsync), () => Portfolio(portfolioId).MoveStopAsync(move));

    public Task<Answer<DrillReport>> DrillAsync(string portfolioId, string by) => DoAsync<IPortfolioGrain, DrillReport>(
        "halts.drill", nameof(IPortfolioGrain.DrillAsync), () => Portfolio(portfolioId).DrillAsync(by));

    public Task<Answer<DataSourceView>> CollectAsync(string sourceId) => DoAsync<IDataSourceGrain, DataSourceView>(
        "sources.collect", nameof(IDataSourceGrain.CollectNowAsync),
        () => grains.GetGrain<IDataSourceGrain>(Keys.DataSource(sourceId)).CollectNowAsync());

    /// <summary>Asks a vendor once: a question that costs a call, so that nobody is shown the answer of somebody else.</summary>
    public async Task<Answer<SourceCheck>> CheckSourceAsync(string sourceId)
    {
        try
        {
            return Answer.Of(await grains.GetGrain<IDataSourceGrain>(Keys.DataSource(sourceId)).CheckAsync(), clock.GetUtcNow());
        }
        catch (Exception exception) when (FailureText.IsKnown(exception))
        {
            return Answer.Failed<SourceCheck>(clock.GetUtcNow(), exception);
        }
        finally
        {
            shared.Forget();
        }
    }

    /// <param name="seen">The version of the asset by which it was decided; so in the one below.</param>
    public Task<Answer<AssetView>> SwitchAsync(string assetId, bool enabled, string? seen) => DoAsync<IAssetGrain, AssetView>(
        "assets.switch", nameof(IAssetGrain.SetEnabledAsync), () => Asset(assetId).SetEnabledAsync(enabled, caller.Name), seen);

    public Task<Answer<AssetView>> AcceptQuoteAsync(string assetId, string reason, string? seen) => DoAsync<IAssetGrain, AssetView>(
        "assets.accept-quote", nameof(IAssetGrain.AcceptQuoteAsync), () => Asset(assetId).AcceptQuoteAsync(caller.Name, reason), seen);

    public Task<Answer<RiskModelView>> MeasureRiskAsync() => DoAsync<IRiskModelGrain, RiskModelView>(
        "risk.refresh", nameof(IRiskModelGrain.RefreshAsync), () => grains.GetGrain<IRiskModelGrain>(Keys.RiskModel).RefreshAsync());

    /// <param name="seen">The version of the phase by which it was decided; null takes it as it is, here and in the two below.</param>
    public Task<Answer<ActivationResult>> ActivateAsync(string phaseId, ActivationRequest request, string? seen) =>
        DoAsync<IPhaseGrain, ActivationResult>(
            "phases.activate", nameof(IPhaseGrain.ActivateAsync), () => Phase(phaseId).ActivateAsync(request), seen);

    public Task<Answer<ActivationResult>> ApproveAsync(string phaseId, ApprovalRequest request, string? seen) =>
        DoAsync<IPhaseGrain, ActivationResult>(
            "phases.approve", nameof(IPhaseGrain.ApproveAsync), () => Phase(phaseId).ApproveAsync(request), seen);

    public Task<Answer<DeactivationResult>> DeactivateAsync(string phaseId, DeactivationRequest request, string? seen) =>
        DoAsync<IPhaseGrain, DeactivationResult>(
            "phases.deactivate", nameof(IPhaseGrain.DeactivateAsync), () => Phase(phaseId).DeactivateAsync(request), seen);

    public Task<Answer<Notice>> AcknowledgeAsync(long noticeId, string by, string? note) => DoAsync<INoticesGrain, Notice>(
        "notices.ack", nameof(INoticesGrain.AcknowledgeAsync),
        () => Notices.AcknowledgeAsync(noticeId, by, note));

    /// <summary>Why the channel did not take a message, in a sentence; null where it took it.</summary>
    public Task<Answer<string?>> TestChannelAsync(string channelId, string by) => DoAsync<INoticesGrain, string?>(
        "notices.test", nameof(INoticesGrain.TestAsync), () => Notices.TestAsync(channelId, by));

    public Task<Answer<TokenView>> MakeTokenAsync(TokenRequest request) =>
        DoAsync<IAccessGrain, TokenView>("tokens.make", nameof(IAccessGrain.CreateAsync), () => Access.CreateAsync(request));

    public Task<Answer<TokenView>> RevokeTokenAsync(string tokenId, string by) =>
        DoAsync<IAccessGrain, TokenView>("tokens.revoke", nameof(IAccessGrain.RevokeAsync), () => Access.RevokeAsync(tokenId, by));

    private async Task<Answer<T>> DoAsync<TGrain, T>(string operation, string method, Func<Task<T>> act, string? seen = null)
    {
        var needed = RoleRules.Of(typeof(TGrain).GetMethod(method)!); // the name is of this very interface
        if (!caller.May(needed))
        {
            return Answer.Failed<T>(clock.GetUtcNow(), new InvalidRequestException(
                $"{operation} needs the role {Word(needed)}, and {caller.Name} has the role {Word(caller.Role)}: sign in with a token of "
                + "that role, or ask an admin for one."));
        }

        try
        {
            await Access.NoteAsync(new AccessNote(operation, caller.Name, caller.Via, caller.Place));
            if (seen is not null)
            {
                RequestContext.Set(ExpectedVersion.Key, seen); // of this request, and it ends with it
            }

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

    private static string Word(AccessRole role) => role.ToString().ToLowerInvariant();

    private IPortfolioGrain Portfolio(string id) => grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(id));

    private IPhaseGrain Phase(string id) => grains.GetGrain<IPhaseGrain>(Keys.Phase(id));

    private IAssetGrain Asset(string id) => grains.GetGrain<IAssetGrain>(Keys.Asset(id));
}
