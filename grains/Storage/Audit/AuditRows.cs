using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;

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

internal static class AuditSql
{
    private const string Columns = "stream, sequence, at, kind, actor, payload, previous_hash, hash";

    // Writers of one stream go one after the other, also before it has a head to lock.
    public const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('audit:' || $1, 0))";

    public const string Head = "SELECT sequence, hash FROM audit_heads WHERE stream = $1";

    public const string Heads = "SELECT stream, sequence, hash FROM audit_heads ORDER BY stream";

    // The primary key refuses a number that another writer has taken.
    public const string Append = $"INSERT INTO audit_log ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    public const string SetHead = """
        INSERT INTO audit_heads (stream, sequence, hash) VALUES ($1, $2, $3)
        ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
        """;

    public const string Read = $"SELECT {Columns} FROM audit_log WHERE stream = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

    public const string ReadOne = $"SELECT {Columns} FROM audit_log WHERE stream = $1 AND sequence = $2";

    public const string ReadKinds =
        $"SELECT {Columns} FROM audit_log WHERE stream = $1 AND sequence > $2 AND sequence <= $3 AND kind = ANY ($4) ORDER BY sequence";

    // Bounded by numbers as well as by a limit. A piece of text is looked for before anything is read as JSON, which costs ten times that.
    public const string Search = $"""
        SELECT {Columns} FROM audit_log
        WHERE stream = $1 AND sequence >= $2 AND sequence < $3 AND kind = ANY ($4)
            AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
            AND NOT EXISTS (SELECT FROM unnest($7::text[]) AS piece WHERE strpos(payload, piece) = 0)
        ORDER BY sequence DESC LIMIT $8
        """;

    // The conditions are those of the index.
    public const string LastLimits = $$"""
        SELECT {{Columns}} FROM audit_log
        WHERE (kind = 'limits' OR (kind = 'reset' AND payload LIKE '%"limits":{%')) AND stream LIKE 'portfolio/%'
        ORDER BY at DESC LIMIT 1
        """;

    public const string Last = $"SELECT {Columns} FROM audit_log WHERE stream = $1 ORDER BY sequence DESC LIMIT $2";

    // Bounded by numbers, not only by a limit: kinds that are rare must not make it read a whole stream.
    public const string Find = $"""
        SELECT {Columns} FROM audit_log
        WHERE stream = $1 AND sequence < $2 AND sequence >= $3 AND (cardinality($4) = 0 OR kind = ANY ($4))
        ORDER BY sequence DESC LIMIT $5
        """;

    public const string LastOfAll = $"SELECT {Columns} FROM audit_log ORDER BY recorded_at DESC, stream, sequence DESC LIMIT $1";

    // Owning the table, or being able to become its owner, is as good as having the rights.
    public const string Guard = """
        SELECT current_user::text, rolsuper, pg_has_role(current_user, relowner, 'MEMBER'),
            has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE')
        FROM pg_class c, pg_roles r WHERE c.oid = 'audit_log'::regclass AND r.rolname = current_user
        """;
}

/// <summary>Appends to the audit log within a transaction: the entry is there if and only if the transaction's other writes are.</summary>
internal static class AuditAppend
{
    /// <summary>Appends one entry. The stream is locked until the transaction ends.</summary>
    public static async Task<AuditPosition> AppendAsync(
        NpgsqlTransaction transaction, string stream, AuditNote note, CancellationToken cancellationToken)
    {
        await LockAsync(transaction, stream, cancellationToken);
        var entry = AuditChain.Next(await HeadAsync(transaction, stream, cancellationToken), stream, note);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var command in AuditRows.Append(stream, [entry]))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return entry.Position;
    }

    private static async Task LockAsync(NpgsqlTransaction transaction, string stream, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AuditSql.Lock, transaction.Connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A statement of its own: it must see what was committed while the lock was waited for.
    private static async Task<AuditPosition> HeadAsync(NpgsqlTransaction transaction, string stream, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AuditSql.Head, transaction.Connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        var heads = await command.ReadAllAsync(reader => AuditRows.ReadPosition(reader, 0), cancellationToken);
        return heads.IsEmpty ? AuditPosition.Start : heads[0];
    }
}
