namespace OrleansAssets.Silo.Sandbox;

/// <summary>Counts what callers spend in each minute of the clock. Safe for concurrent calls.</summary>
internal sealed class SandboxBudget(int limitUnits)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _minute;
    private int _usedUnits;
    private int _refusals;

    /// <summary>Spends units of the minute that holds an instant; a refused call spends nothing and is counted.</summary>
    public Spending Spend(int units, DateTimeOffset now)
    {
        lock (_lock)
        {
            var minute = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
            if (minute != _minute)
            {
                (_minute, _usedUnits, _refusals) = (minute, 0, 0);
            }

            var isGranted = _usedUnits + units <= limitUnits;
            _usedUnits += isGranted ? units : 0;
            _refusals += isGranted ? 0 : 1;
            return new Spending(isGranted, _usedUnits, _refusals, minute.AddMinutes(1));
        }
    }

    /// <summary>How a call fared.</summary>
    /// <param name="Refusals">Refused calls in this minute, with this one.</param>
    internal readonly record struct Spending(bool IsGranted, int UsedUnits, int Refusals, DateTimeOffset ResetsAt);
}
