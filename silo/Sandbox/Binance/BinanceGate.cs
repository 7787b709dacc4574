using System.Globalization;

namespace OrleansAssets.Sandbox.Binance;

/// <summary>Binance's limits: 429 once the minute's weight is spent, 418 for those who go on asking.</summary>
internal sealed class BinanceGate(SandboxOptions options)
{
    private readonly SandboxBudget _budget = new(options.BinanceWeightPerMinute);
    private readonly Lock _lock = new();
    private DateTimeOffset _bannedUntil;

    /// <summary>Spends a request's weight; where it is refused, the refusal has been sent.</summary>
    public async Task<bool> TryEnterAsync(HttpContext context, int weight, DateTimeOffset now)
    {
        var spending = _budget.Spend(weight, now);
        context.Response.Headers["x-mbx-used-weight-1m"] = spending.UsedUnits.ToString(CultureInfo.InvariantCulture);
        if (BannedUntil(spending, now) is { } until)
        {
            await RefuseAsync(context, StatusCodes.Status418ImATeapot, until - now, "Way too much request weight used; IP banned until "
                + until.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) + ".");
            return false;
        }

        if (!spending.IsGranted)
        {
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, spending.ResetsAt - now,
                "Too much request weight used; current limit is "
                + $"{options.BinanceWeightPerMinute.ToString(CultureInfo.InvariantCulture)} request weight per 1 MINUTE.");
        }

        return spending.IsGranted;
    }

    private DateTimeOffset? BannedUntil(SandboxBudget.Spending spending, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_bannedUntil <= now && spending.Refusals > options.BinanceRefusalsUntilBan)
            {
                _bannedUntil = now + options.BinanceBan;
            }

            return _bannedUntil > now ? _bannedUntil : null;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, TimeSpan wait, string message)
    {
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new BinanceError(status, -1003, message).WriteAsync(context);
    }
}
