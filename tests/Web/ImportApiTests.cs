using System.Net;

namespace OrleansAssets.Tests.Web;

/// <summary>A file that goes in by the API: begun, staged in batches, committed.</summary>
[Collection(WebSilo.Name)]
public sealed class ImportApiTests(WebSilo silo)
{
    private static readonly object[] Days = [new { day = "2026-01-02", equity = 1_000, cashFlow = 0 }];

    [Fact]
    public async Task Import_InBatches_IsSeenAtTheCommitAndNotedOnce()
    {
        using var ada = await silo.ClientOfAsync("Ada Import", "operator");
        await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/api-import", new { reason = "test" }).ExpectAsync(HttpStatusCode.OK);
        var import = $"/api/v1/imports/{Guid.NewGuid()}";

        await ada.SendJsonAsync(HttpMethod.Post, import, new { kind = "equity", portfolioId = "api-import" })
            .ExpectAsync(HttpStatusCode.NoContent);
        await ada.SendJsonAsync(HttpMethod.Put, $"{import}/equity/0", Days).ExpectAsync(HttpStatusCode.NoContent);
        await ada.SendJsonAsync(HttpMethod.Put, $"{import}/equity/0", Days).ExpectAsync(HttpStatusCode.NoContent); // once more
        var open = await ada.ExpectAsync(import);
        var counts = await ada.SendTextAsync(HttpMethod.Post, $"{import}/commit", "").ExpectAsync(HttpStatusCode.OK);
        var done = await ada.ExpectAsync(import);
        var shown = await silo.RunConsoleAsync(["import", "show", import.Split('/')[^1]]);

        Assert.Equal(("open", 1L, 1L), (open.Text("step"), open.GetProperty("batches").GetInt64(), open.GetProperty("rows").GetInt64()));
        Assert.Equal(("done", 1L), (done.Text("step"), done.GetProperty("counts").GetProperty("inserted").GetInt64()));
        Assert.Contains("done", shown.Output, StringComparison.Ordinal);
        Assert.Contains("1 new", shown.Output, StringComparison.Ordinal);
        await ada.ExpectAsync($"/api/v1/imports/{Guid.NewGuid()}", HttpStatusCode.NotFound);
        Assert.Equal(1, counts.GetProperty("inserted").GetInt64());
        var trail = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=access%2Fmain&last=1000");
        Assert.Equal(
            ["imports.begin", "imports.commit", "portfolios.create"],
            trail.EnumerateArray().Where(entry => entry.Text("actor") == "Ada Import").Select(entry => entry.Text("kind"))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Candles_AsLinesOrJson_AreTaken_AndALineThatIsNoneIsNamed()
    {
        var import = $"/api/v1/imports/{Guid.NewGuid()}";
        await silo.Admin.SendJsonAsync(HttpMethod.Post, import, new { kind = "candles" }).ExpectAsync(HttpStatusCode.NoContent);
        var json = new[]
        {
            new
            {
                assetId = "BTC/USDT", sourceId = "import", timeframe = "1d", openTime = "2019-01-03T00:00:00Z", open = 1, high = 2, low = 1,
                close = 2, volume = 3,
            },
        };
        await silo.Admin.SendJsonAsync(HttpMethod.Put, $"{import}/candles/0", json).ExpectAsync(HttpStatusCode.NoContent);
        await SendLinesAsync("BTC/USDT,1d,1546300800,1,3,0.5,2,10\nBTC/USDT,1d,1546387200,2,3,0.5,2.25,10\n")
            .ExpectAsync(HttpStatusCode.NoContent);

        var problem = await SendLinesAsync("BTC/USDT,1d,1546300800,1,3,0.5,2,10\nBTC/USDT,1d,yesterday,1,3,0.5,2,10")
            .ExpectAsync(HttpStatusCode.BadRequest);
        var counts = await silo.Admin.SendTextAsync(HttpMethod.Post, $"{import}/commit", "").ExpectAsync(HttpStatusCode.OK);

        Assert.Contains("line 2 of the body", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(3, counts.GetProperty("inserted").GetInt64());

        Task<HttpResponseMessage> SendLinesAsync(string lines) => silo.Admin.PutAsync(
            $"{import}/candles/1", new StringContent(lines, System.Text.Encoding.UTF8, "text/csv"));
    }

    [Fact]
    public async Task Rows_ManyOfThemBad_AreToldAtOnceAndTheRestCounted()
    {
        var rows = Enumerable.Range(1, 25).Select(day => new { day = $"2026-01-{day:00}", equity = "x", cashFlow = 0 }).ToArray();

        var problem = await silo.Admin.SendJsonAsync(HttpMethod.Put, $"/api/v1/imports/{Guid.NewGuid()}/equity/0", rows)
            .ExpectAsync(HttpStatusCode.BadRequest);

        var faults = problem.GetProperty("faults").EnumerateArray().ToArray();
        Assert.Equal(
            Enumerable.Range(0, 20).Select(row => $"$[{row}].equity").Append("$"), faults.Select(fault => fault.Text("place")));
        Assert.Equal("has 5 more faults, which are not told", faults[^1].Text("rule"));
    }

    [Theory]
    [InlineData("""[{ "day": "2026-01-02", "equity": "x", "cashFlow": 0 }]""", "$[0].equity")]
    [InlineData("""[{ "day": "2026-01-02", "cashFlow": 0 }]""", "equity")]
    [InlineData("""[{ "day": "2026-01-02", "equity": 1, "cashFlow": 0, "more": 1 }]""", "more")]
    [InlineData("""[{ "day": "2026-01-02", "equity": 1, "cashFlow": 0 }, null]""", "$[1]")]
    [InlineData("null", "must be a row")]
    [InlineData("[", "must be")]
    public async Task Rows_ThatCannotBeRead_AreRefusedWithTheirPlace(string rows, string place)
    {
        var problem = await silo.Admin.SendTextAsync(HttpMethod.Put, $"/api/v1/imports/{Guid.NewGuid()}/equity/0", rows)
            .ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Equal("malformed_request", problem.Text("code"));
        Assert.Contains(place, problem.Text("detail"), StringComparison.Ordinal);
    }
}
