using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Client;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Api;

/// <summary>Imports of files: begun under an id of the caller's, their rows staged in batches, then committed at once or dropped.</summary>
internal static class ImportsApi
{
    private const string Batches =
        "Batches count from 0 and have at most 5,000 rows; one that is sent twice is staged once, and refused with other rows. Nothing is "
            + "seen of it before the commit.";

    private const string CandleBatches =
        "Batches have at most 5,000 rows; one that is sent twice is taken once, and refused with other rows. Nothing is seen of them "
            + "before the commit, and where the silo is lost or nothing comes for five minutes nothing was imported: begin again. As "
            + "text/csv a row is a line asset,timeframe,seconds since 1970,open,high,low,close,volume; its source is 'import'.";

    public static void MapImports(this RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports/{import}").WithTags("imports");
        imports.MapPost("", BeginAsync).Is<IImportGrain>(
            "imports.begin", nameof(IImportGrain.BeginAsync), "import",
            "Open an import under a new id of yours", "Repeatable by its id. One that is never committed leaves nothing behind.");
        imports.MapGet("", async (Guid import, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Import(import).GetAsync(stop)))
            .Is<IImportGrain>(
                "imports.show", nameof(IImportGrain.GetAsync), "import show",
                "Show where an import stands: the batches and rows that came, and what its commit did",
                "step is open, committing, done, dropped or lost; answered while it commits too, so that one that took longer than its "
                + "caller waited is looked at here.");
        imports.MapPut("/candles/{batch}", async (
                Guid import, int batch, CandlesBody rows, OrleansAssetsClient client, CancellationToken stop) =>
                await StagedAsync(client.Import(import).AddCandlesAsync(batch, rows.Value, stop)))
            .Is<IImportGrain>("imports.candles", nameof(IImportGrain.AddCandlesAsync), "import candles", "Send candles", CandleBatches)
            .WithMetadata(new PartOfNoted()).WithRowsLimit();
        imports.MapPut("/fills/{batch}", async (
                Guid import, int batch, Rows<ImportedFill> rows, OrleansAssetsClient client, CancellationToken stop) =>
                await StagedAsync(client.Import(import).AddFillsAsync(batch, rows.Value, stop)))
            .IsRows(
                "imports.fills", nameof(IImportGrain.AddFillsAsync), "import fills",
                "Stage fills, which the portfolio pairs to round trips at the commit");
        imports.MapPut("/trades/{batch}", async (
                Guid import, int batch, Rows<ImportedTrade> rows, OrleansAssetsClient client, CancellationToken stop) =>
                await StagedAsync(client.Import(import).AddForeignTradesAsync(batch, rows.Value, stop)))
            .IsRows(
                "imports.trades", nameof(IImportGrain.AddForeignTradesAsync), "import trades",
                "Stage round trips with the currencies of their amounts");
        imports.MapPut("/equity/{batch}", async (
                Guid import, int batch, Rows<EquityPoint> rows, OrleansAssetsClient client, CancellationToken stop) =>
                await StagedAsync(client.Import(import).AddEquityAsync(batch, rows.Value, stop)))
            .IsRows("imports.equity", nameof(IImportGrain.AddEquityAsync), "import equity", "Stage daily equity");
        imports.MapPut("/events/{batch}", async (
                Guid import, int batch, Rows<ImportedEvent> rows, OrleansAssetsClient client, CancellationToken stop) =>
                await StagedAsync(client.Import(import).AddEventsAsync(batch, rows.Value, stop)))
            .IsRows(
                "imports.events", nameof(IImportGrain.AddEventsAsync), "import events",
                "Stage lines of a broker's statement that are no trades");
        imports.MapPost("/commit", CommitAsync).Is<IImportGrain>(
            "imports.commit", nameof(IImportGrain.CommitAsync), "import",
            "Make the staged rows visible, all at once",
            "Said twice, the second answer equals the first: of a large file ask again where no answer comes in time.");
        imports.MapPost("/dry-run", DryCommitAsync).Is<IImportGrain>(
            "imports.dry-run", nameof(IImportGrain.DryCommitAsync), "import",
            "Tell what a commit would make of staged rows of a portfolio",
            "Nothing is taken, and the import stays open. What would be refused is refused here.")
            .WithTimeLimit(ApiLimits.CorrectionTimeMax);
        imports.MapDelete("", async (Guid import, OrleansAssetsClient client, CancellationToken stop) =>
                await StagedAsync(client.Import(import).AbortAsync().WaitAsync(stop)))
            .Is<IImportGrain>("imports.abort", nameof(IImportGrain.AbortAsync), "import", "Drop what was staged");
    }

    private static RouteHandlerBuilder IsRows(
        this RouteHandlerBuilder endpoint, string name, string method, string command, string summary) =>
        endpoint.Is<IImportGrain>(name, method, command, summary, Batches).WithMetadata(new PartOfNoted()).WithRowsLimit();

    private static Task<NoContent> BeginAsync(
        [Description("Yours, random.")] Guid import, Body<ImportBody> body, Caller caller, OrleansAssetsClient client,
        CancellationToken stop)
    {
        var target = new ImportTarget(body.Value.Kind, body.Value.PortfolioId, caller.Name)
        {
            BookDifferences = body.Value.BookDifferences, Confirmed = body.Value.Confirmed, Currency = body.Value.Currency,
        };
        return StagedAsync(client.Import(import).BeginAsync(target).WaitAsync(stop));
    }

    private static async Task<Ok<ImportCounts>> CommitAsync(Guid import, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Import(import).CommitAsync(CancellationToken.None).WaitAsync(stop));

    private static async Task<Ok<ImportCounts>> DryCommitAsync(Guid import, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Import(import).DryCommitAsync(stop));

    private static async Task<NoContent> StagedAsync(Task done)
    {
        await done;
        return TypedResults.NoContent();
    }
}
