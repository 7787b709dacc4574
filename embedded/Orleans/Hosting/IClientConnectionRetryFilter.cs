namespace Orleans;

/// <summary>Decides whether a client that could not connect tries again.</summary>
public interface IClientConnectionRetryFilter
{
    /// <summary>True to try again at once; waiting is up to the filter.</summary>
    Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken);
}
