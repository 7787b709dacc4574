using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.OpenApi;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>Every operation, called by the document alone: what is sent and what is answered is what the document says.</summary>
[Collection(WebSilo.Name)]
public sealed class DocumentWalkTests(WebSilo silo)
{
    private const string Asset = "BTC/USDT";
    private const string Portfolio = "walk";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly object Because = new { reason = "a walk through the document" };

    [Fact]
    public async Task Document_ByTheRulesOfOpenApi_HasNoFault()
    {
        var (document, diagnostic) = OpenApiDocument.Parse(
            await silo.Anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)), "json");

        Assert.Empty(diagnostic?.Errors.Select(error => $"{error.Pointer}: {error.Message}") ?? ["nothing was read"]);
        Assert.Empty(diagnostic!.Warnings.Select(warning => $"{warning.Pointer}: {warning.Message}")); // it was read
        Assert.NotNull(document?.Components?.SecuritySchemes);
    }

    [Fact]
    public async Task Parameters_OfEveryOperation_AreDescribed()
    {
        var book = await ApiBook.ReadAsync(silo.Anonymous);

        Assert.Empty(book.Operations.SelectMany(operation => operation.Parameters
            .Where(parameter => !parameter.TryGetProperty("description", out var words) || words.GetString() is not { Length: > 0 })
            .Select(parameter => $"{operation.Id}: {parameter.Text("in")} {parameter.Text("name")}")));
    }

    [Fact]
    public async Task Operations_ByTheDocumentAlone_AllDoWhatItSays()
    {
        var walk = new DocumentWalk(await ApiBook.ReadAsync(silo.Anonymous), silo.Admin);
        walk.Usual["portfolio"] = Portfolio;
        walk.Usual["asset"] = Asset;

        await ComeAndGoAsync(walk);
        await LookAroundAsync(walk);
        await TradeAsync(walk);
        await MeasureAsync(walk);
        await StopAsync(walk);
        await ImportAsync(walk);
        await ChangeAsync(walk);
        await ListenAsync(walk);

        Assert.Empty(walk.Forgotten);
    }

    private async Task ComeAndGoAsync(DocumentWalk walk)
    {
        using var browser = new HttpClient { BaseAddress = silo.Anonymous.BaseAddress };
        var made = await walk.DoAsync("tokens.make", new { name = "Walker", role = "viewer" });
        await walk.DoAsAsync(browser, "session.sign-in", new { token = made.Text("secret") });
        Assert.Equal("Walker", (await walk.DoAsAsync(browser, "session.show", null)).Text("name"));
        await walk.DoAsAsync(browser, "session.sign-out", null);
        var id = made.GetProperty("token").Text("id");
        Assert.Contains((await walk.AskAsync("tokens.list")).EnumerateArray(), token => token.Text("id") == id);
        await walk.AskAsync("tokens.revoke", ("token", id));
    }

    private static async Task LookAroundAsync(DocumentWalk walk)
    {
        foreach (var id in new[]
        {
            "status.show", "status.bypasses", "status.overdue", "configuration.differences", "configuration.show", "configuration.versions",
            "assets.list", "assets.conversions",
            "assets.show", "assets.size", "classes.list", "classes.show", "phases.list", "phases.costs", "phases.show", "phases.readiness",
            "phases.plan", "phases.forecast", "phases.history", "portfolios.list", "risk.rules", "sources.list", "sources.show",
            "sources.feed", "sources.stream", "sources.check", "audit.streams", "audit.show", "audit.heads", "audit.guard",
            "notices.channels", "notices.test", "data.calendar", "data.correlations", "data.flow", "data.posts", "data.candles",
            "data.kept-quotes", "data.quality", "data.sentiment", "sentiment.show", "sentiment.trending", "actions.list",
        })
        {
            await walk.AskAsync(id);
        }

        await walk.AskAsync("data.quotes", ("assets", Asset));
        var indicators = await walk.AskAsync("data.indicators");
        await Poll.UntilAsync(
            async () => (indicators = await walk.AskAsync("data.indicators")).GetArrayLength() > 0, Patience,
            () => $"The sandbox has no indicator of {Asset}.");
        await walk.AskAsync("data.indicator", ("indicator", indicators[0].Text("indicator")));
        foreach (var id in new[] { "audit.read", "audit.find", "audit.verify" })
        {
            await walk.AskAsync(id, ("stream", Keys.Access));
        }
    }

    private static async Task TradeAsync(DocumentWalk walk)
    {
        await walk.DoAsync("portfolios.create", Because);
        await walk.AskAsync("refusals.why", ("since", At(TimeSpan.FromDays(-1))));
        await walk.DoAsync("rates.state", new { rate = 0.0066m });
        await walk.DoAsync("flows.record", new { flowId = "walk-1", amount = 100_000, reason = "capital" });
        await Poll.UntilAsync(
            async () => (await walk.AskAsync("data.price")).GetProperty("price").ValueKind == JsonValueKind.Number,
            Patience, () => $"The sandbox has no quote of {Asset}.");
        var price = (await walk.AskAsync("data.price")).GetProperty("price").GetDecimal();
        var fill = new { fillId = "walk-f1", assetId = Asset, side = "buy", quantity = 0.01m, price, fee = 0.1m };
        Assert.False((await walk.DoAsync("orders.fill", fill)).GetProperty("repeated").GetBoolean());
        Assert.True((await walk.DoAsync("orders.fill", fill)).GetProperty("repeated").GetBoolean()); // without its time
        await walk.DoAsync("orders.accept", Because, ("fill", "walk-f1"));
        await walk.DoAsync(
            "positions.move-stop", new { stopPrice = decimal.Round(price * 0.95m), clearTarget = false, reason = "a tighter one" });

        var order = new { clientOrderId = "walk-o1", assetId = Asset, side = "sell", quantity = 0.004m, reduceOnly = true };
        await walk.DoAsync("orders.dry-check", order);
        var decision = await walk.DoAsync("orders.check", order);
        Assert.Equal("approved", decision.Text("outcome"));
        await walk.AskAsync("orders.show", ("order", "walk-o1"));
        await walk.AskAsync("orders.list");
        await walk.AskAsync("orders.find", ("before", "walk-o1"));
        await walk.AskAsync("decisions.show", ("decision", decision.Text("decisionId")));
        await walk.AskAsync("decisions.replay", ("decision", decision.Text("decisionId")));
        await walk.DoAsync("orders.report", new { state = "working", at = At(TimeSpan.Zero) }, ("order", "walk-o1"));
        await walk.DoAsync("orders.release", Because, ("reservation", decision.Text("reservationId")));

        var right = new { fillId = "walk-f2", assetId = Asset, side = "buy", quantity = 0.009m, price, fee = 0.1m };
        await walk.DoAsync(
            "orders.dry-correct", new { correctionId = "walk-c1", replacement = right, reason = "a typing error" }, ("fill", "walk-f1"));
        await walk.DoAsync(
            "orders.correct", new { correctionId = "walk-c1", replacement = right, reason = "a typing error" }, ("fill", "walk-f1"));
        var fee = new { eventId = "walk-e1", kind = "fee", effectiveAt = At(TimeSpan.Zero), amount = -1, reason = "data" };
        await walk.DoAsync("events.dry-run", fee);
        await walk.DoAsync("events.record", fee);
        await walk.DoAsync("events.correct", new { correctionId = "walk-c2", reason = "a typing error" }, ("event", "walk-e1"));
        await walk.DoAsync("portfolios.what-if", new { shocks = new[] { new { assetId = Asset, move = -0.3m } } });
        Assert.Equal(2, (await walk.AskAsync("fills.list")).GetProperty("fills").GetArrayLength());
        Assert.Equal("walk-1", (await walk.AskAsync("flows.list")).GetProperty("flows")[0].Text("flowId"));
        Assert.Equal(
            "walk-c2", (await walk.AskAsync("events.list")).GetProperty("events")[0].GetProperty("takenBack").Text("correctionId"));
        Assert.Equal(
            decision.Text("decisionId"),
            (await walk.AskAsync("decisions.find", ("outcome", "approved"))).GetProperty("decisions")[0].Text("decisionId"));
        foreach (var id in new[] { "portfolios.show", "portfolios.mode", "portfolios.review", "portfolios.anchors" })
        {
            await walk.AskAsync(id);
        }

        // A mark that never was cannot be wrong.
        await walk.RefusedAsync("marks.correct", HttpStatusCode.NotFound, new
        {
            correctionId = "walk-m1", assetId = Asset, from = "2020-01-01T00:00:00Z", to = "2020-01-01T00:00:00Z", price = 1,
            reason = "a typing error",
        });
    }

    private static async Task MeasureAsync(DocumentWalk walk)
    {
        foreach (var id in new[]
        {
            "performance.measure", "performance.compare", "performance.details", "performance.intervals", "performance.series",
        })
        {
            await walk.AskAsync(id);
        }

        await walk.AskAsync("risk.model");
        await walk.AskAsync("risk.refresh");
    }

    private static async Task StopAsync(DocumentWalk walk)
    {
        var halt = await walk.DoAsync("halts.stop", Because);
        await walk.DoAsync("halts.reset", Because, ("halt", halt.Text("haltId")));
        await walk.AskAsync("halts.drill");
        var all = await walk.DoAsync("account.halt", Because);
        Assert.NotEmpty((await walk.AskAsync("account.show")).GetProperty("halts").EnumerateArray());
        await walk.DoAsync("account.reset", Because, ("halt", all.Text("haltId")));

        var notice = (await walk.AskAsync("notices.list", ("standing", "false")))[0].GetProperty("id").ToString();
        await walk.AskAsync("notices.show", ("notice", notice));
        await WalkPagesAsync(walk);
        await walk.DoAsync("notices.ack", new { note = "a rehearsal" }, ("notice", notice));
    }

    /// <summary>Page by page, the smallest there are: each notice once, as the whole list has them.</summary>
    private static async Task WalkPagesAsync(DocumentWalk walk)
    {
        var whole = Numbers(await walk.AskAsync("notices.find", ("subject", $"portfolio/{Portfolio}"), ("most", "1000")));
        var seen = new List<long>();
        for (var before = $"{whole[0] + 1}"; before.Length > 0;)
        {
            var page = await walk.AskAsync(
                "notices.find", ("subject", $"portfolio/{Portfolio}"), ("before", before), ("most", "1"));
            seen.AddRange(Numbers(page));
            before = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.ToString() : "";
        }

        Assert.Equal(whole, seen);
        Assert.Equal(whole, whole.OrderDescending().Distinct());

        static long[] Numbers(JsonElement page) =>
            [.. page.GetProperty("notices").EnumerateArray().Select(notice => notice.GetProperty("id").GetInt64())];
    }

    private static async Task ImportAsync(DocumentWalk walk)
    {
        await StageAsync("candles", null, new
        {
            assetId = Asset, timeframe = "1d", openTime = "2020-01-01T00:00:00Z", open = 7_000, high = 7_100, low = 6_900, close = 7_050,
            volume = 10, sourceId = "walk",
        });
        await StageAsync("equity", Portfolio, new { day = "2020-01-02", equity = 1_000, cashFlow = 0 });
        await StageAsync("trades", Portfolio, new
        {
            line = 1,
            trade = new
            {
                tradeId = "walk-t1", assetId = Asset, side = "long", quantity = 1, entryPrice = 7_000, exitPrice = 7_050, fees = 1,
                openedAt = "2020-01-01T10:00:00Z", closedAt = "2020-01-02T10:00:00Z",
            },
        });
        var trades = await walk.AskAsync("performance.trades", ("scope", "all"), ("most", "1"));
        Assert.Equal(49m, trades.GetProperty("trades")[0].GetProperty("profit").GetDecimal());
        await StageAsync("fills", Portfolio, new
        {
            fillId = "walk-i1", assetId = Asset, side = "buy", quantity = 1, price = 7_000, fee = 1, at = "2020-01-03T10:00:00Z", line = 1,
            order = 1,
        });

        await StageAsync("events", Portfolio, new
        {
            eventId = "walk-i2", kind = "fee", bookedAt = "2020-01-03T10:00:00Z", amount = -1, withheld = 0, currency = "USD", line = 1,
        });

        async Task StageAsync(string kind, string? portfolioId, object row)
        {
            var import = ("import", $"{Guid.NewGuid()}");
            await walk.DoAsync("imports.begin", new { kind, portfolioId }, import);
            await walk.DoAsync($"imports.{kind}", new[] { row }, import);
            Assert.Equal(1, (await walk.AskAsync("imports.show", import)).GetProperty("rows").GetInt64());
            if (kind is "fills" or "events")
            {
                await walk.AskAsync("imports.dry-run", import);
                await walk.AskAsync("imports.abort", import);
                return;
            }

            Assert.Equal(1, (await walk.AskAsync("imports.commit", import)).GetProperty("inserted").GetInt64());
        }
    }

    private static async Task ChangeAsync(DocumentWalk walk)
    {
        await walk.AskAsync("sources.collect");
        await walk.DoAsync("assets.switch", new { enabled = true }, ("asset", "DNUT"));
        await walk.DoAsync("assets.switch", new { enabled = false }, ("asset", "DNUT"));
        Assert.Equal("refused", (await walk.DoAsync("phases.activate", new { notes = "too early" })).Text("outcome"));
        await walk.DoAsync("phases.deactivate", Because);

        // Nothing is held back, and nothing waits for anybody's word.
        await walk.RefusedAsync("assets.accept-quote", HttpStatusCode.UnprocessableEntity, Because);
        await walk.RefusedAsync("phases.approve", HttpStatusCode.UnprocessableEntity, new { notes = "mine" });
    }

    private async Task ListenAsync(DocumentWalk walk)
    {
        using var stop = new CancellationTokenSource(Patience);
        await using var events = await silo.Admin.GetStreamAsync(
            new Uri($"/api/v1/events?stream={Uri.EscapeDataString($"portfolio/{Portfolio}")}&after=0", UriKind.Relative), stop.Token);
        var first = await SseParser.Create(events).EnumerateAsync(stop.Token).FirstAsync(one => one.EventId is not null, stop.Token);
        Assert.Equal("1", first.EventId);
        walk.Walked("events.follow");
        await using var quotes = await silo.Admin.GetStreamAsync(
            new Uri($"/api/v1/sources/ccxt_binance/quotes?assets={Uri.EscapeDataString(Asset)}", UriKind.Relative), stop.Token);
        var pushed = await SseParser.Create(quotes).EnumerateAsync(stop.Token).FirstAsync(one => one.EventId is not null, stop.Token);
        Assert.Contains(Asset, pushed.Data, StringComparison.Ordinal);
        walk.Walked("quotes.follow");
        await using var trades = await silo.Admin.GetStreamAsync(
            new Uri($"/api/v1/sources/ccxt_binance/trades?assets={Uri.EscapeDataString(Asset)}", UriKind.Relative), stop.Token);
        var traded = await SseParser.Create(trades).EnumerateAsync(stop.Token).FirstAsync(one => one.EventId is not null, stop.Token);
        Assert.Equal("trades", traded.EventType);
        Assert.Contains(Asset, traded.Data, StringComparison.Ordinal);
        walk.Walked("trades.follow");
        using var refused = await silo.Admin.GetAsync(new Uri("/api/v1/sources/alpaca/trades", UriKind.Relative), stop.Token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("trades: true", await refused.Content.ReadAsStringAsync(stop.Token), StringComparison.Ordinal);
    }

    private static string At(TimeSpan fromNow) =>
        (TimeProvider.System.GetUtcNow() + fromNow).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
