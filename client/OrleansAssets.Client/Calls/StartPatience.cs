using Orleans;

namespace OrleansAssets.Client.Calls;

/// <summary>Tries to connect at the start for as long as the options say, and then tells why it could not.</summary>
internal sealed class StartPatience(OrleansAssetsClientOptions options, TimeProvider clock) : IClientConnectionRetryFilter
{
    private readonly UnavailableText _words = new(options);
    private long? _firstFailure;

    /// <exception cref="AssetsUnavailableException">The time is up.</exception>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var start = _firstFailure ??= clock.GetTimestamp();
        var pause = TimeSpan.FromSeconds(options.ConnectRetrySeconds);
        if (clock.GetElapsedTime(start) + pause > TimeSpan.FromSeconds(options.ConnectTimeoutSeconds))
        {
            throw _words.OfStart(exception);
        }

        await Task.Delay(pause, clock, cancellationToken);
        return true;
    }
}
