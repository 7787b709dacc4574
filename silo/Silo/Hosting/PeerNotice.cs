using Orleans.Runtime;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Says in the log which other silo came and which one is gone, and what that means: one line each.</summary>
internal sealed partial class PeerNotice(IClusterMembershipService membership, ILocalSiloDetails self, ILogger<PeerNotice> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var before = membership.CurrentSnapshot;
        await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            foreach (var member in now.Members.Values.Where(member => !member.SiloAddress.Equals(self.SiloAddress)))
            {
                Tell(member, before.Members.GetValueOrDefault(member.SiloAddress)?.Status ?? SiloStatus.None);
            }

            before = now;
        }
    }

    private void Tell(ClusterMember member, SiloStatus before)
    {
        switch (before, member.Status)
        {
            case (not SiloStatus.Active, SiloStatus.Active):
                LogJoined(member.SiloAddress.Endpoint);
                break;
            case (SiloStatus.ShuttingDown or SiloStatus.Stopping, SiloStatus.Dead):
                LogLeft(member.SiloAddress.Endpoint);
                break;
            case (SiloStatus.Active or SiloStatus.Joining, SiloStatus.Dead):
                LogDead(member.SiloAddress.Endpoint);
                break;
        }
    }

    [LoggerMessage(1150, LogLevel.Information, "The silo at {Endpoint} has joined.")]
    private partial void LogJoined(System.Net.IPEndPoint endpoint);

    [LoggerMessage(1151, LogLevel.Information, "The silo at {Endpoint} has stopped; the others have its work.")]
    private partial void LogLeft(System.Net.IPEndPoint endpoint);

    [LoggerMessage(1152, LogLevel.Warning,
        "The silo at {Endpoint} does not answer (killed, frozen or cut off) and was declared dead; others have its work. Start it again")]
    private partial void LogDead(System.Net.IPEndPoint endpoint);
}
