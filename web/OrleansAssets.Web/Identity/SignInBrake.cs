using System.Collections.Concurrent;
using System.Net;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// Slows whoever tries tokens: after a few failures from one address, each further one doubles the pause before another is looked at.
/// </summary>
internal sealed class SignInBrake(TimeProvider clock)
{
    /// <summary>Mistakes that cost nothing.</summary>
    public const int FreeFailures = 10;

    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    /// <summary>After so long without a failure all is forgotten.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    /// <summary>Addresses that are remembered; where more fail, the oldest are forgotten.</summary>
    private const int AddressesMax = 10_000;

    private readonly ConcurrentDictionary<IPAddress, Failures> _failures = new();

    /// <summary>Addresses that are remembered.</summary>
    public int Count => _failures.Count;

    /// <summary>How long an address has to wait before it may try again; zero where it need not.</summary>
    public TimeSpan PauseOf(IPAddress? address)
    {
        if (address is null || !_failures.TryGetValue(address, out var failures) || failures.Count <= FreeFailures)
        {
            return TimeSpan.Zero;
        }

        var pause = FirstPause * Math.Pow(2, Math.Min(failures.Count - FreeFailures - 1, 10));
        var left = (pause < PauseMax ? pause : PauseMax) - (clock.GetUtcNow() - failures.LastAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    public void NoteFailure(IPAddress? address)
    {
        if (address is null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        _failures.AddOrUpdate(
            address,
            _ => new Failures(1, now),
            (_, before) => now - before.LastAt > Forgotten ? new Failures(1, now) : new Failures(before.Count + 1, now));
        Forget(now);
    }

    private void Forget(DateTimeOffset now)
    {
        if (_failures.Count <= AddressesMax)
        {
            return;
        }

        var surplus = _failures.Where(one => now - one.Value.LastAt > Forgotten).Select(one => one.Key)
            .Concat(_failures.OrderBy(one => one.Value.LastAt).Take(AddressesMax / 10).Select(one => one.Key));
        foreach (var address in surplus.ToArray())
        {
            _failures.TryRemove(address, out _);
        }
    }

    private sealed record Failures(int Count, DateTimeOffset LastAt);
}
