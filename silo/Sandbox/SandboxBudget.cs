namespace OrleansAssets.Sandbox;

/// <summary>Counts what callers spend in each window of the clock, a minute unless stated. Safe for concurrent calls.</summary>
internal sealed class SandboxBudget(int limitUnits, int windowSeconds = 60)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _window;
    private int _usedUnits;
    private int _refusals;

    /// <summary>Spends units of the window that holds an instant; a refused call spends nothing and is counted.</summary>
    public Spending Spend(int units, DateTimeOffset now)
    {
        lock (_lock)
        {
            var window = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / windowSeconds * windowSeconds);
            if (window != _window)
            {
                (_window, _usedUnits, _refusals) = (window, 0, 0);
            }

            var isGranted = _usedUnits + units <= limitUnits;
            _usedUnits += isGranted ? units : 0;
            _refusals += isGranted ? 0 : 1;
            return new Spending(isGranted, _usedUnits, _refusals, window.AddSeconds(windowSeconds));
        }
    }

    /// <summary>How a call fared.</summary>
    /// <param name="Refusals">Refused calls in this window, with this one.</param>
    internal readonly record struct Spending(bool IsGranted, int UsedUnits, int Refusals, DateTimeOffset ResetsAt);
}
