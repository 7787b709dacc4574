using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Notices;

namespace OrleansAssets.Storage.Notices;

/// <summary>Statements that write notices: alone, or in the transaction of what they tell of.</summary>
internal static class NoticeStatements
{
    private const string ReportSql = "SELECT report_notices($1, $2, $3, $4, $5, $6)";
    private const string AddSql = "SELECT add_notice($1, $2, $3, $4, $5, $6, $7)";

    public static NpgsqlBatchCommand Report(string source, ImmutableArray<NoticeFact> standing, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(ReportSql);
        Add(command, NpgsqlDbType.Text, source);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, standing.Select(fact => fact.Kind).ToArray());
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, standing.Select(fact => fact.Subject).ToArray());
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Smallint, standing.Select(fact => (short)fact.Severity).ToArray());
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, standing.Select(fact => fact.Text).ToArray());
        Add(command, NpgsqlDbType.TimestampTz, now.UtcDateTime);
        return command;
    }

    public static NpgsqlBatchCommand Add(NoticeEvent happened)
    {
        var command = new NpgsqlBatchCommand(AddSql);
        Add(command, NpgsqlDbType.Text, happened.EventId);
        Add(command, NpgsqlDbType.Text, happened.Source);
        Add(command, NpgsqlDbType.Text, happened.Fact.Kind);
        Add(command, NpgsqlDbType.Text, happened.Fact.Subject);
        Add(command, NpgsqlDbType.Smallint, (short)happened.Fact.Severity);
        Add(command, NpgsqlDbType.Text, happened.Fact.Text);
        Add(command, NpgsqlDbType.TimestampTz, happened.At.UtcDateTime);
        return command;
    }

    private static void Add(NpgsqlBatchCommand command, NpgsqlDbType type, object value) => command.Parameters.AddWithValue(type, value);
}
