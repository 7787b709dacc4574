using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Whether a web process can ask silos: while one takes its token, but for the times in which none can be reached. Otherwise what it waits
/// for. It tries without end.
/// </summary>
internal sealed partial class WebReadiness(
    WebProcessOptions options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<WebReadiness> logger)
    : IHealthCheck, IClusterConnectionStatusObserver, IClientConnectionRetryFilter
{
    private static readonly TimeSpan TriedEvery = TimeSpan.FromSeconds(0.5);

    /// <summary>A connection that is back sooner is not missed: what was asked meanwhile is asked again.</summary>
    private static readonly TimeSpan NotMissed = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private string? _waitsFor = "a silo";
    private int _gateways;
    private long? _lostAt;

    /// <summary>Why nothing can be asked now, as a sentence; empty where it can.</summary>
    public string Words
    {
        get
        {
            lock (_lock)
            {
                return _lostAt is { } since && clock.GetElapsedTime(since) > NotMissed
                        ? $"No silo can be reached {options.Place}. It is tried again and again: ask in a moment."
                    : _waitsFor is { } what ? $"The web process waits for {what}."
                    : "";
            }
        }
    }

    /// <summary>Whether no silo is connected, for however short a time.</summary>
    public bool IsLost
    {
        get
        {
            lock (_lock)
            {
                return _lostAt is not null;
            }
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("The web process stops: requests under way are finished, new ones belong to another one.")
            : Words is { Length: > 0 } words ? HealthCheckResult.Unhealthy(words)
            : HealthCheckResult.Healthy());

    /// <summary>Says in the log what is waited for, once where it stays so.</summary>
    /// <param name="what">As part of a sentence.</param>
    public void WaitFor(string what)
    {
        lock (_lock)
        {
            if (_waitsFor == what)
            {
                return;
            }

            _waitsFor = what;
        }

        LogWaits(what);
    }

    /// <summary>A silo answers.</summary>
    /// <returns>Whether that was waited for.</returns>
    public bool Done()
    {
        lock (_lock)
        {
            var waited = _waitsFor is not null;
            _waitsFor = null;
            return waited;
        }
    }

    /// <summary>What the engine asks after each try to connect at the start.</summary>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        WaitFor($"a silo, and none can be reached {options.Place}");
        await Task.Delay(TriedEvery, clock, cancellationToken);
        return true;
    }

    public void NotifyClusterConnectionLost()
    {
        // The count of gateways tells it too.
    }

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        TimeSpan missed;
        lock (_lock)
        {
            var before = _gateways;
            _gateways += currentNumberOfGateways - previousNumberOfGateways; // by the change, as two notices may overtake one another
            if ((before > 0) == (_gateways > 0))
            {
                return;
            }

            missed = _lostAt is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
            _lostAt = before > 0 ? clock.GetTimestamp() : null;
            if (before <= 0 && missed == TimeSpan.Zero)
            {
                return; // the first connection
            }
        }

        if (missed == TimeSpan.Zero && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            LogLost(options.Place);
        }
        else if (missed > TimeSpan.Zero)
        {
            LogBack(missed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));
        }
    }

    [LoggerMessage(1170, LogLevel.Warning, "The web process waits for {What}. It tries again and again")]
    private partial void LogWaits(string what);

    [LoggerMessage(1171, LogLevel.Warning, "No silo can be reached any more {Place}: requests are answered 503 until one is")]
    private partial void LogLost(string place);

    [LoggerMessage(1172, LogLevel.Information, "A silo can be reached again after {Seconds} s")]
    private partial void LogBack(string seconds);
}
