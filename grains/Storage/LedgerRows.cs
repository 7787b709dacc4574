using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage;

/// <summary>Trades and equity as rows of a COPY.</summary>
internal static class LedgerRows
{
    public static string CodeOf(TradeSide side) => side switch
    {
        TradeSide.Long => "long",
        TradeSide.Short => "short",
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "Unknown side."),
    };

    public static TradeSide SideOf(string code) => code == "short" ? TradeSide.Short : TradeSide.Long;

    public static string CodeOf(RecordProvenance provenance) => provenance switch
    {
        RecordProvenance.Own => "own",
        RecordProvenance.Paper => "paper",
        RecordProvenance.Import => "import",
        _ => throw new ArgumentOutOfRangeException(nameof(provenance), provenance, "Unknown provenance."),
    };

    public static RecordProvenance ProvenanceOf(string code) =>
        code switch { "own" => RecordProvenance.Own, "paper" => RecordProvenance.Paper, _ => RecordProvenance.Import };

    /// <summary>Columns in the order of <see cref="ImportSql.TradeColumns"/>.</summary>
    public static async Task WriteAsync(NpgsqlBinaryImporter importer, Trade trade, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(trade.TradeId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(trade.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(trade.StrategyId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(CodeOf(trade.Side), NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(trade.Quantity, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(trade.OpenedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(trade.EntryPrice, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(trade.ClosedAt?.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(trade.ExitPrice, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(trade.Fees, NpgsqlDbType.Numeric, cancellationToken);
    }

    /// <summary>Columns in the order of <see cref="ImportSql.EquityColumns"/>.</summary>
    public static async Task WriteAsync(NpgsqlBinaryImporter importer, EquityPoint point, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(point.Day, NpgsqlDbType.Date, cancellationToken);
        await importer.WriteAsync(point.Equity, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(point.CashFlow, NpgsqlDbType.Numeric, cancellationToken);
    }
}
