using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.Faults;
using OrleansAssets.Sandbox.Streaming;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Oanda;

namespace OrleansAssets.Sandbox.Oanda;

/// <summary>OANDA's v20 API over the synthetic world. Outside of market hours prices keep standing and are not tradeable.</summary>
internal sealed class OandaSandbox(SandboxOptions options, SandboxFaults faults, TimeProvider clock)
{
    private static readonly TimeSpan StreamEvery = TimeSpan.FromSeconds(1);

    private static readonly ImmutableSortedDictionary<string, SyntheticMarket> Markets = SyntheticAsset.All
        .Concat(SyntheticAsset.Conversions)
        .Where(asset => asset.Hours is TradingHours.ForexWeek or TradingHours.Futures && asset.Id != "USD/BRL")
        .ToImmutableSortedDictionary(InstrumentOf, asset => new SyntheticMarket(asset), StringComparer.Ordinal);

    private readonly StreamFaults _faults = new(faults, OandaVendor.Id);
    private readonly SandboxBudget _budget = new(options.OandaCallsPerSecond, windowSeconds: 1);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "instruments/{instrument}/candles", CandlesAsync);
        Map(app, "accounts/{account}/pricing", PricingAsync);
        Map(app, "accounts/{account}/pricing/stream", StreamAsync);
    }

    private static string InstrumentOf(SyntheticAsset asset) => asset.Id switch
    {
        "NATGAS" => "NATGAS_USD",
        "SILVER" => "XAG_USD",
        "CRUDE" => "WTICO_USD",
        _ => asset.Id.Replace('/', '_'),
    };

    private static Task FailAsync(HttpContext context, int status, string message)
        => SandboxJson.WriteObjectAsync(context, status, writer => writer.WriteString("errorMessage", message));

    private void Map(IEndpointRouteBuilder app, string path, Func<HttpContext, DateTimeOffset, Task> answer)
        => app.MapSynthetic($"/sandbox/{OandaVendor.Id}/v3/{path}", clock, (context, now) =>
        {
            context.Response.Headers["RequestID"] = "42000000000000000";
            return context.Request.Headers.Authorization.ToString() is not { Length: > 7 } header
                || !header.StartsWith("Bearer ", StringComparison.Ordinal)
                ? FailAsync(context, StatusCodes.Status401Unauthorized, "Insufficient authorization to perform request.")
                : !_budget.Spend(1, now).IsGranted
                ? FailAsync(context, StatusCodes.Status429TooManyRequests, "Rate limit exceeded.")
                : answer(context, now);
        });

    private static Task CandlesAsync(HttpContext context, DateTimeOffset now)
    {
        var instrument = context.Request.RouteValues["instrument"] as string ?? string.Empty;
        if (!Markets.TryGetValue(instrument, out var market))
        {
            return FailAsync(context, StatusCodes.Status400BadRequest, "Invalid value specified for 'instrument'");
        }

        if (OandaQuery.TryRead(context.Request.Query, now, out var message) is not { } query)
        {
            return FailAsync(context, StatusCodes.Status400BadRequest, message);
        }

        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("instrument", instrument);
            writer.WriteString("granularity", context.Request.Query["granularity"].ToString());
            writer.WriteRows(
                "candles", OandaDays.BarsFrom(market, query.Timeframe, query.From, now).Take(query.Count),
                bar => WriteCandle(writer, market, bar, bar.End <= now));
        });
    }

    private static void WriteCandle(Utf8JsonWriter writer, SyntheticMarket market, Bar bar, bool isComplete)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("complete", isComplete);
        writer.WriteNumber("volume", bar.Volume);
        writer.WriteString("time", TimeText(bar.Start));
        writer.WriteStartObject("mid");
        writer.WriteString("o", Text(market.PriceOf(bar.Open)));
        writer.WriteString("h", Text(market.PriceOf(bar.High)));
        writer.WriteString("l", Text(market.PriceOf(bar.Low)));
        writer.WriteString("c", Text(market.PriceOf(bar.Close)));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static Task PricingAsync(HttpContext context, DateTimeOffset now)
    {
        var instruments = context.Request.Query["instruments"].ToString().Split(',');
        if (instruments.FirstOrDefault(instrument => !Markets.ContainsKey(instrument)) is not null)
        {
            return FailAsync(context, StatusCodes.Status400BadRequest, "Invalid value specified for 'instruments'");
        }

        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("time", TimeText(now));
            writer.WriteRows("prices", instruments, instrument => WritePrice(writer, instrument, now));
        });
    }

    /// <summary>A line for each price, and a heartbeat each second, until the caller leaves.</summary>
    private async Task StreamAsync(HttpContext context, DateTimeOffset started)
    {
        var instruments = context.Request.Query["instruments"].ToString().Split(',').Where(Markets.ContainsKey).ToArray();
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var seconds = new PeriodicTimer(StreamEvery, clock);
        context.Response.ContentType = "application/octet-stream";
        try
        {
            do
            {
                var now = clock.GetUtcNow();
                if (_faults.CutsAt(now))
                {
                    context.Abort();
                    return;
                }

                foreach (var at in _faults.InstantsAt(now))
                {
                    foreach (var instrument in instruments)
                    {
                        await WriteLineAsync(context, writer => WritePrice(writer, instrument, at));
                    }

                    await WriteLineAsync(context, writer => WriteHeartbeat(writer, at));
                }

                await context.Response.BodyWriter.FlushAsync(ends.Token);
            }
            while (await seconds.WaitForNextTickAsync(ends.Token));
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The caller left, or the silo stops.
        }
    }

    private static async Task WriteLineAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            write(writer);
        }

        context.Response.BodyWriter.Write("\n"u8);
    }

    private static void WriteHeartbeat(Utf8JsonWriter writer, DateTimeOffset at)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "HEARTBEAT");
        writer.WriteString("time", TimeText(at));
        writer.WriteEndObject();
    }

    private static void WritePrice(Utf8JsonWriter writer, string instrument, DateTimeOffset now)
    {
        var at = TradingCalendar.LastTradingAt(Markets[instrument].Asset.Hours, now);
        var quote = SyntheticQuote.At(Markets[instrument], at);
        writer.WriteStartObject();
        writer.WriteString("type", "PRICE");
        writer.WriteString("instrument", instrument);
        writer.WriteString("time", TimeText(at));
        writer.WriteString("status", at == now ? "tradeable" : "non-tradeable");
        writer.WriteBoolean("tradeable", at == now);
        WriteSide(writer, "bids", quote.Bid);
        WriteSide(writer, "asks", quote.Ask);
        writer.WriteString("closeoutBid", Text(quote.Bid * 0.9999m));
        writer.WriteString("closeoutAsk", Text(quote.Ask * 1.0001m));
        writer.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter writer, string name, decimal price)
    {
        writer.WriteStartArray(name);
        writer.WriteStartObject();
        writer.WriteString("price", Text(price));
        writer.WriteNumber("liquidity", 250_000);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static string Text(decimal value) => value.ToString("0.#####", CultureInfo.InvariantCulture);

    private static string TimeText(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
