using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// How fast silos that share a database find out that one of them is gone, and how long they give a new one to join. The frameworks'
/// own values are made for large clusters: with them a frozen silo stops every decision for a minute, and a start after a power cut waits
/// for 90 seconds. What follows from each value is measured by <c>tests/cluster.sh</c> and told in docs/operations.md.
/// </summary>
internal static class ClusterMembership
{
    /// <summary>
    /// First time-out of a probe, and the pause between two tries to reach silos that a joining one finds in the table. A probe is an empty
    /// message between two machines that stand beside each other: it takes milliseconds.
    /// </summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Orleans learns from the answers and would go down to half of the first time-out. With three missed probes that were 3 s: a slow disk
    /// or a large garbage collection must not cost a healthy silo its life. Not lower than the first time-out.
    /// </summary>
    public static readonly TimeSpan MinProbeTimeout = ProbeTimeout;

    /// <summary>
    /// A silo that sent anything within this times <see cref="MissedProbesMax"/> is not voted out, whatever its probes do. A frozen silo's
    /// connections stay open, so this is what decides: 9 s, and the vote comes with the next missed probe, after 10 to 12 s.
    /// </summary>
    public static readonly TimeSpan MaxProbeTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A killed silo refuses connections at once, so that it is gone after three probes: 4 to 6 s.</summary>
    public const int MissedProbesMax = 3;

    /// <summary>
    /// Each silo writes the time into its row that often, and a row that is <see cref="MissedBeatsMax"/> times as old counts as one of the
    /// dead: after 8 s. Where all silos were killed and start again on other ports, nobody else could vote their rows out. A beat is an
    /// update of one row by its key.
    /// </summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    /// <inheritdoc cref="Beat"/>
    public const int MissedBeatsMax = 4;

    /// <summary>
    /// How often a silo reads the table. Silos tell each other of changes; this is for one that was cut off or frozen, and has to learn
    /// that the others declared it dead before it answers anybody.
    /// </summary>
    public static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a stopping silo waits once it has told its clients to call another one: what they had sent before is answered meanwhile.
    /// Without it their replies are lost, and they wait until their own time is up.
    /// </summary>
    public static readonly TimeSpan ClientFarewell = TimeSpan.FromSeconds(3);

    public static ISiloBuilder AddAssetsMembership(this ISiloBuilder silo) => silo
        .Configure<SiloMessagingOptions>(messaging => messaging.ClientGatewayShutdownNotificationTimeout = ClientFarewell)
        .Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = ProbeTimeout;
            membership.MinProbeTimeout = MinProbeTimeout;
            membership.MaxProbeTimeout = MaxProbeTimeout;
            membership.NumMissedProbesLimit = MissedProbesMax;
            membership.IAmAliveTablePublishTimeout = Beat;
            membership.NumMissedTableIAmAliveLimit = MissedBeatsMax;
            membership.TableRefreshTimeout = TableRefresh;
        });
}
