using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansAssets.Cli.Output;
using OrleansAssets.Client;

namespace OrleansAssets.Cli.Connecting;

/// <summary>An open connection to the cluster.</summary>
internal sealed class SiloConnection : IAsyncDisposable
{
    /// <summary>Long enough for a busy machine; where nobody listens the answer comes at once and this is not waited for.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    /// <summary>Somebody is waiting: long enough to find another silo, no longer.</summary>
    private static readonly TimeSpan ReconnectLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(500);
    private readonly ServiceProvider _services;

    private SiloConnection(ServiceProvider services) => _services = services;

    public OrleansAssetsClient Client => _services.GetRequiredService<OrleansAssetsClient>();

    /// <summary>Connects, and gives up after some seconds: somebody is waiting at the output.</summary>
    /// <exception cref="OperationCanceledException">The user cancelled.</exception>
    public static async Task<(SiloConnection? Connection, CommandError? Error)> OpenAsync(
        SiloAddress address, bool verbose, CancellationToken cancellationToken)
    {
        var services = Build(address, verbose);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectLimit);
        try
        {
            foreach (var service in services.GetServices<IHostedService>())
            {
                await service.StartAsync(limit.Token).WaitAsync(limit.Token);
            }

            return (new SiloConnection(services), null);
        }
        catch (Exception exception)
        {
            // Whatever the reason - refused, no gateway, wrong password, a table missing - there is no silo to talk to.
            await services.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return (null, Explain(address, exception));
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Saying goodbye lets the silo forget us at once; a silo that does not listen is not worth the wait.
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            foreach (var service in _services.GetServices<IHostedService>().Reverse())
            {
                await service.StopAsync(limit.Token).WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await _services.DisposeAsync();
    }

    /// <summary>The client's services without a host around them: what a host adds costs a tenth of a short command's time.</summary>
    private static ServiceProvider Build(SiloAddress address, bool verbose)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            if (verbose)
            {
                logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            }
        });
        services.AddOrleansAssetsClient(options =>
        {
            options.Gateway = address.Gateway;
            options.ConnectionString = address.ConnectionString;
            options.Token = address.Token;
            options.ConnectTimeoutSeconds = IsAlive(address) ? 5 : 0;
            options.ConnectRetrySeconds = 0.25;
            options.CallDeadlineSeconds = options.AttemptTimeoutSeconds = CallLimit.TotalSeconds;
            options.ReconnectSeconds = ReconnectLimit.TotalSeconds;
        });
        return services.BuildServiceProvider();
    }

    private static CommandError Explain(SiloAddress address, Exception exception)
    {
        if (exception is AssetsUnavailableException { Reason: UnavailableReason.MembershipNotReadable })
        {
            return CommandError.NoAnswer(
                $"{exception.Message.TrimEnd('.')} (known from {address.Origin}). Start that database or mend the connection string, or "
                + "name a silo with --gateway host:port.");
        }

        var reason = exception is OperationCanceledException
            ? $"no answer within {ConnectLimit.TotalSeconds:0} s"
            : exception.GetBaseException().Message.TrimEnd('.').ReplaceLineEndings(" ");
        var process = address.Run is not { } run ? ""
            : IsAlive(address) ? $", process {run.ProcessId}, which runs: it may be starting, stopping or frozen"
            : $", process {run.ProcessId}, which does not run any more";
        var words = $"No silo answers {address.Place} (known from {address.Origin}{process}): {reason}.";
        return IsAlive(address)
            ? CommandError.NoAnswer($"{words} Wait a moment; if it stays so, see its log, and end it before another is started.")
            : CommandError.Unreachable(words);
    }

    private static bool IsAlive(SiloAddress address)
    {
        if (address.Run is not { } run)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(run.ProcessId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // no process has this id
        }
    }
}
