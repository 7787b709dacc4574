namespace OrleansAssets.Tests.Support;

/// <summary>The system's clock, set forward by a test. What is measured or waited for goes by the system's.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;

    public void Advance(TimeSpan by) => _shift += by;
}
