using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.CoinMetrics;

namespace OrleansAssets.Sandbox.CoinMetrics;

/// <summary>Coin Metrics' community API over the synthetic chains: daily metrics, in pages, a few hours late.</summary>
internal sealed class CoinMetricsSandbox(SandboxOptions options, TimeProvider clock)
{
    private const string Path = "/timeseries/asset-metrics";
    private const decimal HashesPerTerahash = 1e12m;
    private static readonly TimeSpan Delay = TimeSpan.FromHours(6);

    private static readonly FrozenDictionary<string, Func<SyntheticChain, DateOnly, decimal?>> Metrics =
        new Dictionary<string, Func<SyntheticChain, DateOnly, decimal?>>(StringComparer.Ordinal)
        {
            ["AdrActCnt"] = (chain, date) => chain.Of(ChainFact.ActiveAddresses, date),
            ["TxCnt"] = (chain, date) => chain.Of(ChainFact.Transactions, date),
            ["TxTfrCnt"] = (chain, date) => chain.Of(ChainFact.Transfers, date),
            ["FlowInExUSD"] = (chain, date) => chain.Of(ChainFact.ExchangeInflow, date) * chain.Of(ChainFact.Price, date),
            ["FlowOutExUSD"] = (chain, date) => chain.Of(ChainFact.ExchangeOutflow, date) * chain.Of(ChainFact.Price, date),
            ["HashRate"] = (chain, date) => chain.Of(ChainFact.HashRate, date) / HashesPerTerahash,
            ["CapMVRVCur"] = (chain, date) => chain.Of(ChainFact.Mvrv, date),
            ["CapMrktCurUSD"] = (chain, date) => chain.Of(ChainFact.MarketCap, date),
            ["SplyCur"] = (chain, date) => chain.Of(ChainFact.Supply, date),
            ["IssTotUSD"] = (chain, date) => chain.Of(ChainFact.Issuance, date),
            ["PriceUSD"] = (chain, date) => chain.Of(ChainFact.Price, date),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A dollar all the time, and no chain of its own.</summary>
    private const string Tether = "usdt";

    private static readonly FrozenSet<string> Forbidden = FrozenSet.Create(StringComparer.Ordinal, "CapRealUSD", "NVTAdj", "DiffMean");

    private readonly SandboxBudget _budget = new(options.CoinMetricsCallsPerSixSeconds, windowSeconds: 6);

    /// <summary>Maps the address.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapSynthetic($"/sandbox/{CoinMetricsVendor.Id}{Path}", clock, AnswerAsync);

    private Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        if (!_budget.SpendOne(context, now, "x-ratelimit", resetsAt: false).IsGranted)
        {
            return FailAsync(context, StatusCodes.Status429TooManyRequests, "too_many_requests", "Rate limit exceeded.");
        }

        if (CoinMetricsQuery.TryRead(context.Request.Query, now, out var bad) is not { } query)
        {
            return FailAsync(context, StatusCodes.Status400BadRequest, "bad_parameter", Text(bad.Name, bad.Value));
        }

        return query.Assets.FirstOrDefault(asset => asset != Tether && ChainOf(asset) is null) is { } asset
                ? FailAsync(context, StatusCodes.Status400BadRequest, "bad_parameter", Text("assets", asset))
            : query.Metrics.FirstOrDefault(Forbidden.Contains) is { } forbidden
                ? FailAsync(
                    context, StatusCodes.Status403Forbidden, "forbidden",
                    $"Requested metric '{forbidden}' with frequency '1d' for asset '{query.Assets.FirstOrDefault()}' is not available with "
                    + "supplied credentials.")
            : query.Metrics.FirstOrDefault(metric => !Metrics.ContainsKey(metric)) is { } unknown
                ? FailAsync(context, StatusCodes.Status400BadRequest, "bad_parameter", Text("metrics", unknown))
            : WriteAsync(context, query, now);
    }

    private static Task WriteAsync(HttpContext context, CoinMetricsQuery query, DateTimeOffset now)
    {
        var rows = query.Assets
            .SelectMany(asset => SandboxDays.Between(query.Start, now - Delay)
                .Where(day => day.Start <= query.End).Select(day => (Asset: asset, day.Date, day.Start)))
            .ToList();
        var left = Math.Max(0, rows.Count - query.Offset);
        var count = Math.Min(left, query.PageSize);
        var page = rows.GetRange(query.FromStart ? Math.Min(query.Offset, rows.Count) : left - count, count);
        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray("data");
            foreach (var (asset, date, start) in page)
            {
                WriteRow(writer, query, asset, date, start);
            }

            writer.WriteEndArray();
            if (left > count)
            {
                WriteNext(writer, context, CoinMetricsQuery.TokenOf(query.Offset + count));
            }
        });
    }

    /// <summary>A metric that a chain does not have is absent.</summary>
    private static void WriteRow(Utf8JsonWriter writer, CoinMetricsQuery query, string asset, DateOnly date, DateTimeOffset start)
    {
        writer.WriteStartObject();
        writer.WriteString("asset", asset);
        writer.WriteString("time", start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000000000Z'", CultureInfo.InvariantCulture));
        foreach (var metric in query.Metrics)
        {
            if (ValueOf(metric, asset, date) is { } value)
            {
                writer.WriteString(metric, value.ToString(CultureInfo.InvariantCulture));
            }
        }

        writer.WriteEndObject();
    }

    private static decimal? ValueOf(string metric, string asset, DateOnly date) => asset == Tether
        ? metric == "PriceUSD" ? 1m : null
        : Metrics[metric](ChainOf(asset)!, date); // The asset was found before.

    private static void WriteNext(Utf8JsonWriter writer, HttpContext context, string token)
    {
        var (request, others) = (context.Request, context.Request.Query.Where(pair => pair.Key != "next_page_token"));
        var query = QueryString.Create(others).Add("next_page_token", token);
        writer.WriteString("next_page_token", token);
        writer.WriteString("next_page_url", $"{request.Scheme}://{request.Host}{request.Path}{query}");
    }

    private static SyntheticChain? ChainOf(string asset)
        => asset.Any(char.IsAsciiLetterUpper) ? null : SyntheticChain.Find(asset.ToUpperInvariant());

    private static string Text(string parameter, string value) => $"Bad parameter '{parameter}'. Value '{value}' is not supported.";

    private static Task FailAsync(HttpContext context, int status, string type, string message)
        => SandboxJson.WriteObjectAsync(context, status, writer =>
        {
            writer.WriteStartObject("error");
            writer.WriteString("type", type);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        });
}
