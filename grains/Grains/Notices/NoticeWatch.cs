using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.Audit;
using OrleansAssets.Catalogue;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Grains.Notices;

/// <summary>
/// Compares what was told of the installation as a whole with what stands. The audit log is verified on from where the last look ended,
/// some thousand entries of each stream at a time.
/// </summary>
internal sealed partial class NoticeWatch(IGrainFactory grains, INoticeStore notices, TimeProvider clock, ILogger<NoticeWatch> log)
{
    /// <summary>The source of these notices.</summary>
    public const string Source = "watch";

    private readonly Dictionary<string, AuditCheck> _verified = new(StringComparer.Ordinal);

    /// <summary>Looks once. What cannot be read is not known: nothing is told then, and nothing is taken back.</summary>
    public async Task LookAsync()
    {
        WatchFacts facts;
        try
        {
            var catalogue = grains.GetGrain<ICatalogueGrain>(Keys.Catalogue);
            facts = new WatchFacts(
                await catalogue.GetSourcesAsync(),
                await catalogue.GetOverdueAsync(),
                [.. await catalogue.GetAssetsAsync(), .. await catalogue.GetConversionsAsync()],
                await catalogue.GetPhasesAsync(),
                await VerifyAsync());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBlind(exception.GetBaseException().Message.Split('\n', 2)[0]);
            return;
        }

        var standing = NoticeCheck.Facts(Source, WatchRules.Standing(facts, clock.GetUtcNow()));
        await notices.ReportAsync(Source, standing, clock.GetUtcNow(), CancellationToken.None);
    }

    private async Task<ImmutableArray<AuditCheck>> VerifyAsync()
    {
        var audit = grains.GetGrain<IAuditGrain>(Keys.Audit);
        foreach (var stream in await audit.GetStreamsAsync())
        {
            // What is broken stays broken until somebody restarts the silo over a log that is whole.
            if (_verified.GetValueOrDefault(stream.Name) is not { Fault: not null })
            {
                var from = _verified.GetValueOrDefault(stream.Name)?.Until ?? AuditPosition.Start;
                _verified[stream.Name] = await audit.VerifyAsync(stream.Name, from);
            }
        }

        return [.. _verified.Values.Where(check => check.Fault is not null).OrderBy(check => check.Stream, StringComparer.Ordinal)];
    }

    [LoggerMessage(2713, LogLevel.Warning, "What stands could not be looked at for notices: {Reason} It is tried again each minute")]
    private partial void LogBlind(string reason);
}
