using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>The runtime of one silo: takes calls to its activations.</summary>
sealed partial class Silo : ICallSender, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    readonly IdleCollector _collector;
    volatile string? _closed;
    volatile bool _draining;

    public Silo(IServiceProvider services, ILoggerFactory loggers, IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection, GrainClasses classes)
    {
        Services = services;
        Log = loggers.CreateLogger("Orleans.Silo");
        TimerLog = loggers.CreateLogger("Orleans.Timers");
        Clocks = new(services);
        ResponseTimeout = messaging.Value.ResponseTimeout;
        Collection = collection.Value;
        Catalog = new(this, classes);
        Timeouts = new(Clocks.Messaging, ResponseTimeout);
        Incoming = new(services.GetServices<IIncomingGrainCallFilter>());
        References = new(new(this, Timeouts, services.GetServices<IOutgoingGrainCallFilter>()), classes);
        _collector = new(this);
    }

    public TimeSpan ResponseTimeout { get; }

    internal IServiceProvider Services { get; }

    internal ILogger Log { get; }

    internal ILogger TimerLog { get; }

    internal Clocks Clocks { get; }

    internal GrainCollectionOptions Collection { get; }

    internal Catalog Catalog { get; }

    internal ResponseTimeouts Timeouts { get; }

    internal IncomingCalls Incoming { get; }

    internal GrainReferences References { get; }

    internal CancellationToken Stopping => _stopping.Token;

    internal bool IsOpen => _closed is null;

    public void Send(GrainCall call)
    {
        try
        {
            if (_closed is { } closed) throw new SiloUnavailableException(closed);
            if (_draining && call.Source is null) throw new SiloUnavailableException("The silo is stopping.");
            Catalog.Deliver(call);
        }
        catch (Exception e)
        {
            call.Completion.Fail(e);
            call.End();
        }
    }

    public void Cancel(GrainCall call)
    {
        // A token whose call has ended meanwhile is disposed; there is nobody left to tell.
        try
        {
            call.Cancellation?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    internal void StartCollecting() => _collector.Start();

    /// <summary>Takes calls from its own grains only, lets the running ones end and deactivates every grain.</summary>
    internal async Task DrainAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        _collector.Dispose();
        await _stopping.CancelAsync();
        while (_closed is null && Catalog.Activations.ToList() is { Count: > 0 } left)
        {
            foreach (var activation in left)
                activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo stops."), cancellationToken);
            await Task.WhenAll(left.Select(a => a.Deactivated)).WaitAsync(cancellationToken);
        }

        Close();
    }

    /// <summary>Stops as a killed process does: no grain is told, no call is answered.</summary>
    internal void Abort()
    {
        _closed ??= "The silo has gone away.";
        _collector.Dispose();
        _stopping.Cancel();
        foreach (var activation in Catalog.Activations) activation.Abandon();
        Timeouts.FailAll(call => new SiloUnavailableException($"The silo went away during {call}."));
    }

    internal void Close() => _closed ??= "The silo has stopped.";

    internal void LogOneWayFailure(GrainCall call, Exception error) => LogOneWay(Log, error, call.ToString());

    public void Dispose()
    {
        Close();
        _collector.Dispose();
        Timeouts.Dispose();
        _stopping.Dispose();
    }

    [LoggerMessage(103, LogLevel.Warning, "The one-way call {Call} failed.")]
    static partial void LogOneWay(ILogger logger, Exception error, string call);
}
