using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Orleans.Hosting;

sealed class FunctionRetryFilter(Func<Exception, CancellationToken, Task<bool>> filter) : IClientConnectionRetryFilter
{
    public Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken) => filter(exception, cancellationToken);
}

/// <summary>Fifteen attempts, each 1.5 s later than the one before.</summary>
sealed class LinearRetryFilter(TimeProvider clock) : IClientConnectionRetryFilter
{
    const int AttemptsMax = 15;
    static readonly TimeSpan Step = TimeSpan.FromSeconds(1.5);
    int _attempts;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_attempts >= AttemptsMax || exception is not (ConnectionFailedException or OrleansMessageRejectionException)) return false;

        await Task.Delay(++_attempts * Step, clock, cancellationToken);
        return true;
    }
}
