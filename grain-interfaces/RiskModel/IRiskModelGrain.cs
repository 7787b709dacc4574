using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.RiskModel;

/// <summary>Correlations and markets, measured on collected daily candles; key <see cref="Keys.RiskModel"/>.</summary>
[Alias("OrleansAssets.IRiskModelGrain")]
public interface IRiskModelGrain : IGrainWithStringKey
{
    /// <summary>The model as last written; empty before the first.</summary>
    [AlwaysInterleave]
    [Alias("Get"), Question]
    Task<RiskModelView> GetAsync();

    /// <summary>Measures now, and writes the result; candles that are not there yet are missing in it. Cancelled while
    /// it reads, it writes nothing.</summary>
    [Alias("Refresh"), Repeatable]
    Task<RiskModelView> RefreshAsync(CancellationToken cancellationToken = default);
}
