using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.Polygon;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Splits and dividends of the two vendors that have them, in their own forms and from the sandbox.</summary>
public sealed class CorporateActionAdapterTests
{
    private static readonly ImmutableArray<ShareSymbol> Shares =
        [new("NVDA", "NVDA"), new("UVXY", "UVXY"), new("TQQQ", "TQQQ"), new("GME", "GME")];

    private static readonly CorporateActionQuery Query = new(Shares, At("2025-01-01T12:00:00Z"));

    [Fact]
    public async Task GetSplits_AlpacasLists_BecomeActionsByDate()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Alpaca(
            """
            "forward_splits":[{"id":"1","symbol":"NVDA","cusip":"x","new_rate":10,"old_rate":1,"process_date":"2025-06-10",
                "ex_date":"2025-06-10"}],
            "reverse_splits":[{"id":"2","symbol":"UVXY","new_rate":1,"old_rate":5,"process_date":"2025-04-11","ex_date":"2025-04-11",
                "new_symbol":"UVXZ"}],
            "stock_dividends":[{"id":"3","symbol":"GME","rate":0.05,"process_date":"2025-05-19","ex_date":"2025-05-19"}],
            "name_changes":[{"id":"4","old_symbol":"GME","new_symbol":"GAME","process_date":"2025-07-01"}],
            "worthless_removals":[{"id":"5","symbol":"TQQQ","process_date":"2025-08-01"}],
            "cash_mergers":[{"acquiree_symbol":"GLOP"}]
            """)));

        var reply = await setup.Alpaca.GetSplitsAsync(Query, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(
            [
                Action("UVXY", CorporateActionKind.Split, "2025-04-11") with { NewUnits = 1, OldUnits = 5 },
                Action("UVXY", CorporateActionKind.SymbolChange, "2025-04-11") with { NewSymbol = "UVXZ" },
                Action("GME", CorporateActionKind.Split, "2025-05-19") with { NewUnits = 1.05m, OldUnits = 1 },
                Action("NVDA", CorporateActionKind.Split, "2025-06-10") with { NewUnits = 10, OldUnits = 1 },
                Action("GME", CorporateActionKind.SymbolChange, "2025-07-01") with { NewSymbol = "GAME" },
                Action("TQQQ", CorporateActionKind.Delisting, "2025-08-01"),
            ],
            reply.Value!.Rows.AsEnumerable());
        Assert.Null(reply.Value.ContinueFrom);
        var asked = Uri.UnescapeDataString(setup.Server.Requests.Single());
        Assert.StartsWith("/v1/corporate-actions?symbols=NVDA,UVXY,TQQQ,GME&types=forward_split,", asked, StringComparison.Ordinal);
        Assert.Contains("&start=2025-01-01&end=2025-07-12&limit=1000&sort=asc", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetDividends_OfOneDateAtAlpaca_AreAddedUpAndListedTwiceIsOnce()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Alpaca(
            $"""
            "cash_dividends":[{Cash("1", "0.25", "false")},{Cash("1", "0.25", "false")},{Cash("2", "0.05", "false")},
                {Cash("3", "3", "true")},{Cash("4", "0.1", "false", "2024-12-31")}]
            """)));

        var reply = await setup.Alpaca.GetDividendsAsync(Query, CancellationToken.None);

        Assert.Equal(
            [
                Action("TQQQ", CorporateActionKind.Dividend, "2025-03-11") with { CashPerUnit = 0.3m, Currency = "USD", PaidOn = Paid },
                Action("TQQQ", CorporateActionKind.SpecialDividend, "2025-03-11") with { CashPerUnit = 3, Currency = "USD", PaidOn = Paid },
            ],
            reply.Value!.Rows.AsEnumerable());
    }

    [Fact]
    public async Task GetSplits_AlpacaPages_AreReadToTheirEnd()
    {
        var calls = 0;
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, ++calls == 1
            ? Alpaca("""
                "forward_splits":[{"symbol":"NVDA","new_rate":10,"old_rate":1,"process_date":"2025-06-10","ex_date":"2025-06-10"}]
                """, "\"abc==\"")
            : Alpaca("""
                "reverse_splits":[{"symbol":"UVXY","new_rate":1,"old_rate":5,"process_date":"2025-07-11","ex_date":"2025-07-11"}]
                """)));

        var reply = await setup.Alpaca.GetSplitsAsync(Query, CancellationToken.None);

        Assert.Equal(["NVDA", "UVXY"], reply.Value!.Rows.Select(action => action.AssetId));
        Assert.EndsWith("page_token=abc%3D%3D", setup.Server.Requests.Last(), StringComparison.Ordinal);
    }

    /// <summary>One odd row of one share hid the splits of all the others.</summary>
    [Theory]
    [InlineData(
        """{"symbol":"NVDA","new_rate":10,"process_date":"2025-06-10","ex_date":"2025-06-10"}""", "not of the documented form", "NVDA")]
    [InlineData("""{"symbol":"AAPL","new_rate":4,"old_rate":1,"ex_date":"2025-06-10"}""", "not of the documented form", "")]
    [InlineData("""{"new_rate":4,"old_rate":1,"ex_date":"2025-06-10"}""", "not of the documented form", "market")]
    [InlineData("""{"symbol":"NVDA","new_rate":10,"old_rate":1,"ex_date":"10 June"}""", "not of the documented form", "NVDA")]
    [InlineData("""{"symbol":"NVDA","new_rate":10,"old_rate":0,"ex_date":"2025-06-10"}""", "a ratio that is not above 0", "NVDA")]
    public async Task GetSplits_BadRow_IsLeftOutAndTheOthersStay(string row, string says, string unsure)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Alpaca(
            $$"""
            "forward_splits":[{{row}}],"reverse_splits":[{"symbol":"uvxy","new_rate":1,"old_rate":5,"ex_date":"2025-04-11"}]
            """)));

        var reply = await setup.Alpaca.GetSplitsAsync(Query, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal("UVXY", reply.Value!.Rows.Single().AssetId);
        Assert.Equal(unsure, string.Join(' ', reply.Value.Unsure));
        Assert.Equal((1, true), (reply.LeftOut?.Count, reply.LeftOut?.First.Contains(says, StringComparison.Ordinal)));
        Assert.StartsWith("a row of forward_splits 1 that", reply.LeftOut?.First, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetDividends_MostRowsAreBad_RefuseThePageForItsFormHasChanged()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Alpaca(
            $"\"cash_dividends\":[{string.Join(',', Enumerable.Repeat("""{"symbol":"NVDA","rate":0.1}""", 4))}]")));

        Assert.Equal(FeedResult.Malformed, (await setup.Alpaca.GetDividendsAsync(Query, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task GetDividends_PolygonsRowOfNoAmount_IsLeftOutAndItsShareNamed()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"results":[{"cash_amount":0,"ex_dividend_date":"2025-03-11","ticker":"NVDA"},
            {"cash_amount":1.5,"ex_dividend_date":"2025-03-11","ticker":"TQQQ"}],"status":"OK"}
            """));

        var reply = await Polygon(setup).GetDividendsAsync(Query, CancellationToken.None);

        Assert.Equal(("TQQQ", "NVDA", 1), (reply.Value!.Rows.Single().AssetId, reply.Value.Unsure.Single(), reply.LeftOut?.Count));
    }

    [Fact]
    public async Task GetSplits_PolygonsRows_BecomeActions()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"request_id":"1","results":[{"adjustment_type":"forward_split","execution_date":"2025-06-10","split_from":1,"split_to":10,
            "ticker":"NVDA"}],"status":"OK"}
            """));

        var reply = await Polygon(setup).GetSplitsAsync(Query, CancellationToken.None);

        Assert.Equal(
            [Action("NVDA", CorporateActionKind.Split, "2025-06-10") with { SourceId = "polygon", NewUnits = 10, OldUnits = 1 }],
            reply.Value!.Rows.AsEnumerable());
        Assert.Equal(
            "/stocks/v1/splits?ticker.any_of=NVDA,UVXY,TQQQ,GME&execution_date.gte=2025-01-01&sort=execution_date.asc&limit=5000",
            Uri.UnescapeDataString(setup.Server.Requests.Single()));
    }

    [Fact]
    public async Task GetDividends_PolygonsRows_TellSpecialOnesApart()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"results":[{"cash_amount":0.26,"currency":"USD","distribution_type":"recurring","ex_dividend_date":"2025-03-11",
            "pay_date":"2025-04-01","ticker":"TQQQ"},{"cash_amount":1.5,"distribution_type":"special","ex_dividend_date":"2025-03-11",
            "ticker":"TQQQ"}],"status":"OK"}
            """));

        var reply = await Polygon(setup).GetDividendsAsync(Query, CancellationToken.None);

        Assert.Equal(
            [(CorporateActionKind.Dividend, 0.26m, Paid), (CorporateActionKind.SpecialDividend, 1.5m, (DateOnly?)null)],
            reply.Value!.Rows.Select(action => (action.Kind, action.CashPerUnit!.Value, action.PaidOn)));
    }

    [Fact]
    public async Task GetSplits_MoreRowsThanAPageAtPolygon_AreNotPassedOverInSilence()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """{"results":[],"next_url":"https://api.polygon.io/stocks/v1/splits?cursor=x","status":"OK"}"""));

        var reply = await Polygon(setup).GetSplitsAsync(Query, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
        Assert.Contains("more than 5000 rows; lower history_days", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2030-02-25T12:00:00Z", "UVXY 1:10 2030-03-07")] // Two weeks before.
    [InlineData("2030-02-26T12:00:00Z", "UVXY 1:10 2030-03-07, NVDA 10:1 2030-03-12")]
    [InlineData("2030-12-31T12:00:00Z", "UVXY 1:10 2030-03-07, NVDA 10:1 2030-03-12")]
    public async Task GetSplits_Sandbox_BothVendorsTellTheSame(string now, string expected)
    {
        foreach (var sourceId in new[] { AlpacaVendor.Id, PolygonVendor.Id })
        {
            await using var setup = await VendorSetup.WithSandboxAsync(sourceId, At(now));

            var reply = await setup.Adapter<ISplitSource>(sourceId).GetSplitsAsync(
                Query with { From = At(now).AddDays(-730) }, CancellationToken.None);

            Assert.True(reply.IsOk, reply.Error);
            Assert.Equal(expected, string.Join(", ", reply.Value!.Rows.Select(action =>
                $"{action.AssetId} {action.NewUnits:0}:{action.OldUnits:0} {action.EffectiveOn:yyyy-MM-dd}")));
        }
    }

    [Fact]
    public async Task GetDividends_Sandbox_BothVendorsTellTheSame()
    {
        var told = new List<ImmutableArray<CorporateAction>>();
        foreach (var sourceId in new[] { AlpacaVendor.Id, PolygonVendor.Id })
        {
            await using var setup = await VendorSetup.WithSandboxAsync(sourceId, At("2026-11-27T12:00:00Z"));
            var reply = await setup.Adapter<IDividendSource>(sourceId).GetDividendsAsync(
                Query with { From = At("2026-01-01T12:00:00Z") }, CancellationToken.None);
            told.Add(reply.Value!.Rows);
        }

        Assert.Equal(told[0].Select(action => action with { SourceId = "polygon" }), told[1]);
        Assert.Equal(8, told[0].Length); // NVDA and TQQQ, four quarters: December's is known two weeks ahead.
        Assert.All(told[0], dividend => Assert.True(dividend.PaidOn > dividend.EffectiveOn && dividend.CashPerUnit > 0));
    }

    private static DateOnly? Paid { get; } = new DateOnly(2025, 4, 1);

    private static PolygonAdapter Polygon(VendorSetup setup) => setup.Adapter<PolygonAdapter>(PolygonVendor.Id);

    private static string Alpaca(string lists, string token = "null") =>
        $$"""{"corporate_actions":{ {{lists}} },"next_page_token":{{token}}}""";

    private static string Cash(string id, string rate, string special, string exDate = "2025-03-11") =>
        $$"""
        {"id":"{{id}}","symbol":"TQQQ","rate":{{rate}},"special":{{special}},"foreign":false,"process_date":"2025-04-01",
        "ex_date":"{{exDate}}","payable_date":"2025-04-01"}
        """;

    private static CorporateAction Action(string asset, CorporateActionKind kind, string date) =>
        new(asset, "alpaca", kind, DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
