namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// The clock of this machine beside the database's. One that is far off begins no day: a day that was begun by mistake would be in every
/// record. Between two looks at the database its time goes on by what is measured, which no change of the clock moves.
/// </summary>
/// <remarks>Nothing is compared until <see cref="Note"/> is called: virtual time has no database to be compared with.</remarks>
public sealed class ClockCheck(TimeProvider clock)
{
    /// <summary>How far apart the two may be.</summary>
    public static readonly TimeSpan ApartMax = TimeSpan.FromMinutes(1);

    private volatile Seen? _seen;

    /// <summary>The database's time was read just now.</summary>
    public void Note(DateTimeOffset databaseTime) => _seen = new Seen(databaseTime, clock.GetTimestamp());

    /// <summary>How far the clock is ahead of the database's; less than 0 where it is behind, null where nothing is known.</summary>
    public TimeSpan? Ahead => _seen is { } seen ? clock.GetUtcNow() - NowOf(seen) : null;

    /// <summary>An instant of this clock; where it is far off, that of the database.</summary>
    public DateTimeOffset Corrected(DateTimeOffset now) =>
        _seen is { } seen && NowOf(seen) is var known && (now - known).Duration() > ApartMax ? known : now;

    private DateTimeOffset NowOf(Seen seen) => seen.Time + clock.GetElapsedTime(seen.Timestamp);

    private sealed record Seen(DateTimeOffset Time, long Timestamp);
}
