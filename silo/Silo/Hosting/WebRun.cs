using OrleansAssets.Silo.Failures;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>One life of the web side in a process of its own, from its options to its exit code.</summary>
internal static class WebRun
{
    /// <summary>Runs until it is told to stop; what keeps it from starting is a sentence on stderr.</summary>
    /// <returns>0 after a stop that was asked for, 1 for the machine's state, 2 for bad input.</returns>
    public static async Task<int> RunAsync(WebProcessOptions wanted, CancellationToken cancellationToken)
    {
        try
        {
            var options = wanted with { Side = wanted.Side.WithFreeWebPorts() };
            await using var app = WebHost.Build(options);
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0; // It was told to stop while it waited for a silo.
        }
        catch (Exception exception) when (StartFault.Of(exception, StartFault.WebPorts) is not null)
        {
            return await StartFault.TellAsync(exception, StartFault.WebPorts);
        }
    }
}
