using System.Globalization;

namespace OrleansAssets.Database;

/// <summary>How many connections a server takes.</summary>
/// <param name="Max">Its max_connections.</param>
/// <param name="Reserved">Of these, for superusers and other reserved roles alone.</param>
/// <param name="OfUser">Most for the silo's user; negative for no limit.</param>
/// <param name="OfDatabase">Most for the database; negative for no limit.</param>
public sealed record ServerConnections(int Max, int Reserved, int OfUser, int OfDatabase)
{
    /// <summary>What ordinary users may have together.</summary>
    public int Usable => new[] { Max - Reserved, OfUser < 0 ? int.MaxValue : OfUser, OfDatabase < 0 ? int.MaxValue : OfDatabase }.Min();
}

/// <summary>
/// Sizes the pool of a silo so that all silos of a database fit the server: silos x pool + what is left for others is at most what the
/// server takes. A pool that is full lets its callers wait; a server that is full refuses them.
/// </summary>
/// <param name="PoolSize">Most connections of this silo.</param>
/// <param name="Warning">What does not fit, null where all does.</param>
public sealed record ConnectionBudget(int PoolSize, string? Warning)
{
    /// <summary>Left for consoles that look for a gateway, for backups and for an administrator.</summary>
    public const int ForOthers = 5;

    /// <summary>More bring a silo nothing: its work is bound by the server's processors long before.</summary>
    public const int PoolMax = 50;

    /// <summary>With fewer, reminders, membership and collection wait for one another.</summary>
    public const int PoolMin = 8;

    /// <param name="silos">How many may run at the same time, one that replaces another included.</param>
    /// <param name="stated">The operator's own 'Maximum Pool Size', null where none is given.</param>
    public static ConnectionBudget Of(ServerConnections server, int silos, int? stated)
    {
        ArgumentNullException.ThrowIfNull(server);
        var share = (server.Usable - ForOthers) / silos;
        var size = stated ?? Math.Clamp(share, PoolMin, PoolMax);
        if (size <= share)
        {
            return new ConnectionBudget(size, null);
        }

        var needed = (silos * size) + ForOthers;
        var limit = server.Usable == server.Max - server.Reserved
            ? $"raise its max_connections to {Text(needed + server.Reserved)}"
            : $"raise the connection limit of the silo's user and of the database to {Text(needed)}";
        return new ConnectionBudget(
            size,
            $"PostgreSQL takes {Text(server.Usable)} connections, but {(silos == 1 ? "a silo" : $"{Text(silos)} silos")} of {Text(size)} "
            + $"and {Text(ForOthers)} for others need {Text(needed)}: {limit}, or lower 'Maximum Pool Size' in ConnectionStrings__assets.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
