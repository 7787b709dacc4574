using OrleansAssets.RiskModel;

namespace OrleansAssets.Storage;

/// <summary>Keeps every correlation matrix under its date.</summary>
public interface ICorrelationStore
{
    /// <summary>Writes a matrix in one transaction, in place of one of the same date and window.</summary>
    Task SaveAsync(RiskModelView model, Func<string, string> classOf, CancellationToken cancellationToken);
}
