using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace OrleansAssets.Grains.Streams;

/// <summary>
/// Runs the connections of this silo's streams beside the grains, whose turns they would hold up; all end with the silo.
/// </summary>
internal sealed class StreamConnections(IHostApplicationLifetime host) : BackgroundService
{
    /// <summary>More than there are vendors that push, each opened anew a few times a minute at most.</summary>
    private const int WaitingMax = 256;

    private readonly Channel<StreamConnection> _opened = Channel.CreateBounded<StreamConnection>(WaitingMax);

    /// <summary>Has a connection run; false where the silo stops, or too many wait.</summary>
    public bool Open(StreamConnection connection) => _opened.Writer.TryWrite(connection);

    /// <summary>
    /// They end as soon as the host begins to stop: the sandbox's streams end then too, and that is no fault of theirs to be told of.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        var running = new List<Task>();
        try
        {
            await foreach (var connection in _opened.Reader.ReadAllAsync(ends.Token))
            {
                running.RemoveAll(task => task.IsCompleted);
                running.Add(RunAsync(connection, ends.Token));
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // the silo stops
        }

        _opened.Writer.TryComplete();
        await Task.WhenAll(running);
    }

    private static async Task RunAsync(StreamConnection connection, CancellationToken stoppingToken)
    {
        using (connection)
        {
            await connection.RunAsync(stoppingToken);
        }
    }
}
