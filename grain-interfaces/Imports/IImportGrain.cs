using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Imports;

/// <summary>
/// One import of a user's file; key <see cref="Keys.Import"/>. Rows come in batches and become visible at once, in one transaction, at the
/// commit; an import that is never committed leaves nothing behind.
/// </summary>
/// <remarks>Staging can be cancelled, as a batch may be sent again, and a commit until its transaction begins, whose outcome must be known;
/// an abort cannot, which only cleans up.</remarks>
[Alias("OrleansAssets.IImportGrain")]
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>Most rows in one batch.</summary>
    const int BatchRowsMax = 5_000;

    /// <summary>Opens the import.</summary>
    /// <exception cref="NotFoundException">The target names an asset that the catalogue does not have.</exception>
    [Alias("Begin"), Repeatable(ById = true)]
    Task BeginAsync(ImportTarget target);

    /// <summary>
    /// Writes candles, which nobody sees before the commit. A batch of a number that was sent before is there already. They are held by one
    /// transaction: where the silo is lost, or nothing comes for five minutes, nothing of them was imported.
    /// </summary>
    /// <exception cref="InvalidRequestException">
    /// The import is not open for candles, a row breaks a rule, or what was sent before is lost: begin again with a new id.
    /// </exception>
    [Alias("AddCandles"), Repeatable(ById = true)]
    Task AddCandlesAsync(int batch, ImmutableArray<Candle> candles, CancellationToken cancellationToken = default);

    /// <summary>Stages fills, which the portfolio pairs to round trips at the commit.</summary>
    /// <exception cref="InvalidRequestException">
    /// A row breaks a rule, or what a currency was worth on a row's day is not known.
    /// </exception>
    [Alias("AddFills"), Repeatable(ById = true)]
    Task AddFillsAsync(int batch, ImmutableArray<ImportedFill> fills, CancellationToken cancellationToken = default);

    /// <summary>Stages trades with the currencies of their amounts; they are kept in the portfolio's, by the rates of their days.</summary>
    /// <exception cref="InvalidRequestException">As for fills.</exception>
    [Alias("AddForeignTrades"), Repeatable(ById = true)]
    Task AddForeignTradesAsync(int batch, ImmutableArray<ImportedTrade> trades, CancellationToken cancellationToken = default);

    /// <summary>Stages trades whose prices and fees are in the quote currencies of their assets.</summary>
    [Alias("AddTrades"), Repeatable(ById = true)]
    Task AddTradesAsync(int batch, ImmutableArray<Trade> trades, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stages lines of a broker's statement. At the commit the portfolio takes those that it does not have yet, each once and under its id,
    /// or none of them where one contradicts what it has.
    /// </summary>
    /// <exception cref="InvalidRequestException">As for fills.</exception>
    [Alias("AddEvents"), Repeatable(ById = true)]
    Task AddEventsAsync(int batch, ImmutableArray<ImportedEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Stages daily equity.</summary>
    [Alias("AddEquity"), Repeatable(ById = true)]
    Task AddEquityAsync(int batch, ImmutableArray<EquityPoint> points, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the staged rows visible. Called twice, the second answer equals the first. Cancelled while the rows are looked at, nothing is
    /// visible and the import stays open.
    /// </summary>
    [Alias("Commit"), Repeatable(ById = true)]
    Task<ImportCounts> CommitAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// What a commit would make of staged rows now: what the book has, what is hard to believe, what it would take. Of daily equity also
    /// whether its drawdown in the portfolio's currency would halt. Nothing is taken, and the import stays open. Candles have none.
    /// </summary>
    /// <exception cref="InvalidRequestException">The commit would be refused so, or nothing of this kind is told beforehand.</exception>
    [Alias("DryCommit"), Question, ResponseTimeout(CallTimes.Correction)]
    Task<ImportCounts> DryCommitAsync(CancellationToken cancellationToken = default);

    /// <summary>Drops what was staged.</summary>
    [Alias("Abort"), Repeatable(ById = true)]
    Task AbortAsync();

    /// <summary>Where the import stands, answered while it commits too: how much of it came, and what its commit did.</summary>
    /// <exception cref="NotFoundException">Nobody began an import of that id.</exception>
    [Alias("Get"), AlwaysInterleave, Question]
    Task<ImportView> GetAsync(CancellationToken cancellationToken = default);
}

/// <summary>Where an import stands.</summary>
/// <param name="Target">What is imported, where to, and who began it.</param>
/// <param name="BegunAt">UTC.</param>
/// <param name="Batches">Those that came; 0 once it is done or dropped.</param>
/// <param name="Rows">Their rows, likewise.</param>
/// <param name="Counts">What its commit did; null until it is done.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ImportView")]
public sealed record ImportView(
    Guid ImportId, ImportStep Step, ImportTarget Target, DateTimeOffset? BegunAt, long Batches, long Rows, ImportCounts? Counts);

/// <summary>How far an import is.</summary>
[GenerateSerializer, Alias("OrleansAssets.ImportStep")]
public enum ImportStep
{
    /// <summary>It takes rows, and waits for its commit.</summary>
    Open = 0,

    /// <summary>It makes its rows visible now.</summary>
    Committing = 1,

    /// <summary>Its rows are visible.</summary>
    Done = 2,

    /// <summary>It was dropped; nothing of it was imported.</summary>
    Dropped = 3,

    /// <summary>Of candles: its silo was lost, or nothing came for minutes; nothing of it was imported. Take a new id.</summary>
    Lost = 4,
}

/// <summary>What is imported and where to.</summary>
/// <param name="PortfolioId">For all but candles.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ImportTarget")]
public sealed record ImportTarget(ImportKind Kind, string? PortfolioId, string By)
{
    /// <summary>
    /// Of events: whether the statement is right where its dividends differ from what the book has, so that the differences are booked.
    /// Else such an import is refused.
    /// </summary>
    [Id(0)]
    public bool BookDifferences { get; init; }

    /// <summary>
    /// Of fills: said a second time, so that they are taken although a price or a size is one that nobody would believe. Else such an
    /// import is refused.
    /// </summary>
    [Id(1)]
    public bool Confirmed { get; init; }

    /// <summary>
    /// Of equity: the currency of its amounts, which are kept in the portfolio's by the rates of their days; null is the portfolio's.
    /// </summary>
    [Id(2)]
    public string? Currency { get; init; }
}

/// <summary>One value of a row that breaks a rule.</summary>
/// <param name="Column">The column's name in the file, e.g. <c>high</c>.</param>
/// <param name="Value">What was found.</param>
/// <param name="Rule">What is allowed, as a clause that follows the value, e.g. <c>must be more than 0</c>.</param>
public readonly record struct RowFault(string Column, string Value, string Rule);
