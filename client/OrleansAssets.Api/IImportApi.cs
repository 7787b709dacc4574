using System.Collections.Immutable;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using Refit;

namespace OrleansAssets.Api;

/// <summary>An import of a file: begun, its rows staged in batches, then committed or dropped.</summary>
public interface IImportApi
{
    [Get("/imports/{import}")]
    Task<ImportView> GetAsync(Guid import, CancellationToken stop);

    [Post("/imports/{import}")]
    Task BeginAsync(Guid import, [Body] ImportBody body, CancellationToken stop);

    /// <param name="rows">As <see cref="CandleLines.ContentOf"/> makes it.</param>
    [Put("/imports/{import}/candles/{batch}")]
    Task AddCandlesAsync(Guid import, int batch, [Body] HttpContent rows, CancellationToken stop);

    [Put("/imports/{import}/fills/{batch}")]
    Task AddFillsAsync(Guid import, int batch, [Body] ImmutableArray<ImportedFill> rows, CancellationToken stop);

    [Put("/imports/{import}/trades/{batch}")]
    Task AddForeignTradesAsync(Guid import, int batch, [Body] ImmutableArray<ImportedTrade> rows, CancellationToken stop);

    [Put("/imports/{import}/equity/{batch}")]
    Task AddEquityAsync(Guid import, int batch, [Body] ImmutableArray<EquityPoint> rows, CancellationToken stop);

    [Put("/imports/{import}/events/{batch}")]
    Task AddEventsAsync(Guid import, int batch, [Body] ImmutableArray<ImportedEvent> rows, CancellationToken stop);

    [Post("/imports/{import}/commit")]
    Task<ImportCounts> CommitAsync(Guid import, CancellationToken stop);

    [Post("/imports/{import}/dry-run")]
    Task<ImportCounts> DryCommitAsync(Guid import, CancellationToken stop);

    [Delete("/imports/{import}")]
    Task AbortAsync(Guid import, CancellationToken stop);
}
