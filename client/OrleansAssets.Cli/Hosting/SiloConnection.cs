using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansAssets.Client;

namespace OrleansAssets.Cli.Hosting;

/// <summary>An open connection to the cluster.</summary>
internal sealed class SiloConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(500);
    private readonly IHost _host;

    private SiloConnection(IHost host) => _host = host;

    public OrleansAssetsClient Client => _host.Services.GetRequiredService<OrleansAssetsClient>();

    /// <summary>Connects, and gives up after a few seconds: somebody is waiting at the terminal.</summary>
    /// <exception cref="OperationCanceledException">The user cancelled.</exception>
    public static async Task<(SiloConnection? Connection, CommandError? Error)> OpenAsync(
        SiloAddress address, bool verbose, CancellationToken cancellationToken)
    {
        var host = Build(address, verbose);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectLimit);
        try
        {
            await host.StartAsync(limit.Token).WaitAsync(limit.Token);
            return (new SiloConnection(host), null);
        }
        catch (Exception exception)
        {
            // Whatever the reason - refused, no gateway, wrong password, a table missing - there is no silo to talk to.
            host.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return (null, CommandError.Unreachable(Explain(address, exception)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Saying goodbye lets the silo forget us at once; a silo that does not listen is not worth the wait.
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _host.StopAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _host.Dispose();
    }

    private static IHost Build(SiloAddress address, bool verbose)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.ClearProviders();
        if (verbose)
        {
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        builder.AddOrleansAssetsClient(options =>
        {
            options.Gateway = address.Gateway;
            options.ConnectionString = address.ConnectionString;
            options.ConnectTimeoutSeconds = IsAlive(address) ? 2 : 0;
            options.ConnectRetrySeconds = 0.25;
        });
        return builder.Build();
    }

    private static string Explain(SiloAddress address, Exception exception)
    {
        var reason = exception is OperationCanceledException
            ? $"no answer within {ConnectLimit.TotalSeconds:0} s"
            : exception.GetBaseException().Message.TrimEnd('.').ReplaceLineEndings(" ");
        var process = address.Run is not { } run ? ""
            : IsAlive(address) ? $", process {run.ProcessId}, which runs: it may be starting or stopping"
            : $", process {run.ProcessId}, which does not run any more";
        return $"No silo answers {address.Place} (known from {address.Origin}{process}): {reason}.";
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

    /// <summary>The command line handles Ctrl-C; the host must not.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
