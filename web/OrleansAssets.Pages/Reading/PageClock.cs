namespace OrleansAssets.Pages.Reading;

/// <summary>Instants that a page asks with.</summary>
internal static class PageClock
{
    /// <summary>The midnight that has passed, UTC: a question that begins there is the same one all day.</summary>
    public static DateTimeOffset Midnight(this TimeProvider clock) => new(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
}
