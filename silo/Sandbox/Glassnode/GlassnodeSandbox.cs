using System.Collections.Frozen;
using System.Globalization;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Glassnode;

namespace OrleansAssets.Sandbox.Glassnode;

/// <summary>Glassnode's metrics over the synthetic chains, for a plan with daily values.</summary>
internal sealed class GlassnodeSandbox(SandboxOptions options, TimeProvider clock)
{
    private const string Unauthorized = """
        <html>
        <head><title>401 Authorization Required</title></head>
        <body><center><h1>401 Authorization Required</h1></center><hr><center>nginx</center></body>
        </html>
        """;

    private static readonly FrozenDictionary<string, ChainFact> Metrics = new Dictionary<string, ChainFact>(StringComparer.Ordinal)
    {
        ["transactions/transfers_volume_exchanges_net"] = ChainFact.ExchangeNetFlow,
        ["transactions/transfers_volume_to_exchanges_sum"] = ChainFact.ExchangeInflow,
        ["transactions/transfers_volume_from_exchanges_sum"] = ChainFact.ExchangeOutflow,
        ["distribution/balance_exchanges"] = ChainFact.ExchangeBalance,
        ["addresses/active_count"] = ChainFact.ActiveAddresses,
        ["addresses/new_non_zero_count"] = ChainFact.NewAddresses,
        ["market/price_usd_close"] = ChainFact.Price,
        ["market/marketcap_usd"] = ChainFact.MarketCap,
        ["market/mvrv"] = ChainFact.Mvrv,
        ["indicators/sopr"] = ChainFact.Sopr,
        ["supply/current"] = ChainFact.Supply,
        ["mining/hash_rate_mean"] = ChainFact.HashRate,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly SandboxBudget _budget = new(options.GlassnodeCallsPerMinute);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapSynthetic(
        $"/sandbox/{GlassnodeVendor.Id}/v1/metrics/{{category}}/{{metric}}", clock, AnswerAsync);

    private Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        var (request, query) = (context.Request, context.Request.Query);
        if (request.Headers["X-Api-Key"].ToString().Length == 0 && query["api_key"].ToString().Length == 0)
        {
            return SandboxText.WriteAsync(context, StatusCodes.Status401Unauthorized, "text/html", Unauthorized);
        }

        if (!_budget.SpendOne(context, now, "x-rate-limit", resetsAt: false).IsGranted)
        {
            return FailAsync(context, StatusCodes.Status429TooManyRequests, "rate limit exceeded");
        }

        if (!Metrics.TryGetValue($"{request.RouteValues["category"]}/{request.RouteValues["metric"]}", out var fact))
        {
            return FailAsync(context, StatusCodes.Status404NotFound, "not found");
        }

        return SyntheticChain.Find(query["a"].ToString()) is not { } chain || chain.Of(fact, SyntheticMarket.FirstDay) is null
                ? FailAsync(context, StatusCodes.Status400BadRequest, "invalid asset")
            : query["i"].ToString() is "10m" or "1h"
                ? FailAsync(context, StatusCodes.Status403Forbidden, "resolution not available for your plan")
            : query["i"].ToString() is not ("" or "24h")
                ? FailAsync(context, StatusCodes.Status400BadRequest, "invalid interval")
            : TimeOf(query["s"], new DateTimeOffset(SyntheticMarket.FirstDay, TimeOnly.MinValue, TimeSpan.Zero)) is not { } since
                || TimeOf(query["u"], now) is not { } until
                ? FailAsync(context, StatusCodes.Status400BadRequest, "invalid timestamp")
            : WriteAsync(context, chain, fact, since, until < now ? until : now);
    }

    /// <summary>Days that begin from one instant on and are over at another.</summary>
    private static Task WriteAsync(HttpContext context, SyntheticChain chain, ChainFact fact, DateTimeOffset since, DateTimeOffset until)
        => SandboxJson.WriteAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteObjects(name: null, SandboxDays.Between(since, until), day =>
            {
                writer.WriteNumber("t", day.Start.ToUnixTimeSeconds());
                writer.WriteNumber("v", chain.Of(fact, day.Date) ?? 0);
            });
        });

    private static DateTimeOffset? TimeOf(string? text, DateTimeOffset whenAbsent)
        => string.IsNullOrEmpty(text) ? whenAbsent
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_370_764_800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static Task FailAsync(HttpContext context, int status, string message)
        => SandboxText.WriteAsync(context, status, "text/plain; charset=utf-8", message);
}
