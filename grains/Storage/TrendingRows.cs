using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Trending symbols as rows of a COPY, and the order of their keys.</summary>
internal static class TrendingRows
{
    public static IComparer<TrendingSymbol> Order { get; } = Comparer<TrendingSymbol>.Create((left, right) =>
        string.CompareOrdinal(left.SourceId, right.SourceId) is not 0 and var bySource ? bySource
        : string.CompareOrdinal(left.Symbol, right.Symbol) is not 0 and var bySymbol ? bySymbol
        : left.LookbackMinutes != right.LookbackMinutes ? left.LookbackMinutes.CompareTo(right.LookbackMinutes)
        : left.At.CompareTo(right.At));

    public static BulkPlan<TrendingSymbol> Plan { get; } = MarketFactsRows.Plan<TrendingSymbol>(
        "trending_symbols", ["source_id", "symbol", "lookback_minutes", "at"], ["rank", "mentions", "score", "volume_change"], WriteAsync);

    private static async Task WriteAsync(NpgsqlBinaryImporter importer, TrendingSymbol symbol, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(symbol.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(symbol.Symbol, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(symbol.LookbackMinutes, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(symbol.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(symbol.Rank, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(symbol.Mentions, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(symbol.Score, NpgsqlDbType.Double, cancellationToken);
        await importer.WriteAsync(symbol.VolumeChange, NpgsqlDbType.Double, cancellationToken);
    }
}
