using OrleansAssets.Api.Calls;
using Refit;

namespace OrleansAssets.Api;

/// <summary>
/// Every operation of an installation by its REST API, with the methods' names of the grain client. What goes wrong is told by the same
/// exceptions: <see cref="NotFoundException"/>, <see cref="InvalidRequestException"/>, <see cref="Access.AccessDeniedException"/>,
/// <see cref="StorageUnavailableException"/>, <see cref="InternalFaultException"/> and <see cref="AssetsUnavailableException"/>.
/// </summary>
/// <param name="http">Its base address is that of the API; <see cref="ApiTransport.Open"/> makes one.</param>
public sealed class AssetsApi(HttpClient http)
{
    /// <summary>What the addresses of the API begin with.</summary>
    public const string Root = "/api/v1";

    private readonly RefitSettings _settings = ApiFailures.Settings();

    public ICatalogueApi Catalogue => field ??= Make<ICatalogueApi>();

    public IAssetApi Asset => field ??= Make<IAssetApi>();

    public IAssetClassApi AssetClass => field ??= Make<IAssetClassApi>();

    public IPhaseApi Phase => field ??= Make<IPhaseApi>();

    public IPortfolioApi Portfolio => field ??= Make<IPortfolioApi>();

    public IOrderApi Orders => field ??= Make<IOrderApi>();

    public IBookApi Book => field ??= Make<IBookApi>();

    public IAccountApi Account => field ??= Make<IAccountApi>();

    public IRefusalsApi Refusals => field ??= Make<IRefusalsApi>();

    public IPerformanceApi Performance => field ??= Make<IPerformanceApi>();

    public IDataSourceApi Source => field ??= Make<IDataSourceApi>();

    public IMarketDataApi MarketData => field ??= Make<IMarketDataApi>();

    public ISentimentApi Sentiment => field ??= Make<ISentimentApi>();

    public ICorporateActionsApi CorporateActions => field ??= Make<ICorporateActionsApi>();

    public IRiskModelApi RiskModel => field ??= Make<IRiskModelApi>();

    public IAuditApi Audit => field ??= Make<IAuditApi>();

    public INoticesApi Notices => field ??= Make<INoticesApi>();

    public IImportApi Import => field ??= Make<IImportApi>();

    public IAccessApi Access => field ??= Make<IAccessApi>();

    /// <summary>What happens, as it happens.</summary>
    public EventFeed Events => field ??= new EventFeed(http);

    private T Make<T>() => RestService.ForGenerated<T>(http, _settings);
}
