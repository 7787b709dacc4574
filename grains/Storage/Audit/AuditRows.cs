using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Audit;

namespace OrleansAssets.Storage.Audit;

/// <summary>Entries as parameters and as rows.</summary>
internal static class AuditRows
{
    /// <summary>The statements that append entries of one stream, in order, and move its head.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Append(string stream, IReadOnlyList<AuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            var append = new NpgsqlBatchCommand(AuditSql.Append);
            append.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
            append.Parameters.AddWithValue(NpgsqlDbType.Bigint, entry.Sequence);
            append.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, entry.At.UtcDateTime);
            append.Parameters.AddWithValue(NpgsqlDbType.Text, entry.Kind);
            append.Parameters.AddWithValue(NpgsqlDbType.Text, entry.Actor);
            append.Parameters.AddWithValue(NpgsqlDbType.Text, entry.Payload);
            append.Parameters.AddWithValue(NpgsqlDbType.Bytea, Bytes(entry.PreviousHash));
            append.Parameters.AddWithValue(NpgsqlDbType.Bytea, Bytes(entry.Hash));
            yield return append;
        }

        var head = new NpgsqlBatchCommand(AuditSql.SetHead);
        head.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        head.Parameters.AddWithValue(NpgsqlDbType.Bigint, entries[^1].Sequence);
        head.Parameters.AddWithValue(NpgsqlDbType.Bytea, Bytes(entries[^1].Hash));
        yield return head;
    }

    public static AuditEntry Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetInt64(1),
        reader.GetFieldValue<DateTimeOffset>(2),
        reader.GetString(3),
        reader.GetString(4),
        reader.GetString(5),
        Text(reader.GetFieldValue<byte[]>(6)),
        Text(reader.GetFieldValue<byte[]>(7)));

    public static AuditPosition ReadPosition(NpgsqlDataReader reader, int column) =>
        new(reader.GetInt64(column), Text(reader.GetFieldValue<byte[]>(column + 1)));

    private static byte[] Bytes(string hash) => Convert.FromHexString(hash);

    private static string Text(byte[] hash) => Convert.ToHexStringLower(hash);
}
