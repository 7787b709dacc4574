using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.Streams;

/// <summary>
/// Has every silo say every few seconds that streams are wanted: the grain of a silo that died is made anew by the first that says so,
/// which no reminder would do within a minute.
/// </summary>
internal sealed class StreamKeeper(
    AssetsConfiguration configuration, PushedFeeds pushed, IVendorEndpoints endpoints, IGrainFactory grains, TimeProvider time,
    ILogger<StreamKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Where its silo does not answer, the next round asks again.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ImmutableArray<string> sources =
            [.. configuration.Sources.Select(source => source.Id).Where(id => pushed.StreamOf(id) is not null)];
        using var rounds = new PeriodicTimer(Pause, time);
        try
        {
            while (!sources.IsEmpty && await rounds.WaitForNextTickAsync(stoppingToken))
            {
                if (endpoints.IsOpen)
                {
                    await Task.WhenAll(sources.Select(EnsureAsync)).WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the silo stops
        }
    }

    private async Task EnsureAsync(string sourceId)
    {
        try
        {
            await grains.GetGrain<IQuoteStreamInnerGrain>(Keys.QuoteStream(sourceId)).EnsureAsync().WaitAsync(AnswerMax, time);
        }
        catch (Exception exception)
        {
            // A silo that is lost, a database that is away: the round after asks again, and polls go on.
            StreamLog.NotEnsured(log, sourceId, exception.GetBaseException().Message);
        }
    }
}
