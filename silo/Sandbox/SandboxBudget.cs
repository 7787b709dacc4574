using System.Globalization;

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

    /// <summary>Spends one unit and says in three headers what the limit is, what is left of it, and when it begins anew.</summary>
    /// <param name="prefix">What the headers' names begin with.</param>
    /// <param name="resetsAt">Whether the third is an instant in epoch seconds; else it is a wait in seconds.</param>
    public Spending SpendOne(HttpContext context, DateTimeOffset now, string prefix, bool resetsAt)
    {
        var spending = Spend(1, now);
        var reset = resetsAt ? spending.ResetsAt.ToUnixTimeSeconds() : (long)Math.Ceiling((spending.ResetsAt - now).TotalSeconds);
        var headers = context.Response.Headers;
        headers[$"{prefix}-limit"] = limitUnits.ToString(CultureInfo.InvariantCulture);
        headers[$"{prefix}-remaining"] = (limitUnits - spending.UsedUnits).ToString(CultureInfo.InvariantCulture);
        headers[$"{prefix}-reset"] = reset.ToString(CultureInfo.InvariantCulture);
        return spending;
    }

    /// <summary>How a call fared.</summary>
    /// <param name="Refusals">Refused calls in this window, with this one.</param>
    internal readonly record struct Spending(bool IsGranted, int UsedUnits, int Refusals, DateTimeOffset ResetsAt);
}
