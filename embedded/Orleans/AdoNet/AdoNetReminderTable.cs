using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.AdoNet;
using Orleans.Configuration;

namespace Orleans.Runtime.ReminderService;

/// <summary>Reminders in table OrleansRemindersTable. The ETag is the row's version.</summary>
internal sealed class AdoNetReminderTable(IOptions<ClusterOptions> cluster, IOptions<AdoNetReminderTableOptions> settings) : IReminderTable
{
    const string Upsert = "UpsertReminderRowKey";
    const string ReadOne = "ReadReminderRowKey";
    const string ReadOfGrain = "ReadReminderRowsKey";
    const string ReadInside = "ReadRangeRows1Key";
    const string ReadWrapped = "ReadRangeRows2Key";
    const string DeleteOne = "DeleteReminderRowKey";
    const string DeleteAll = "DeleteReminderRowsKey";

    readonly string _serviceId = cluster.Value.ServiceId;
    readonly RelationalDatabase _database =
        new(settings.Value.Invariant, settings.Value.ConnectionString, settings.Value.DataSource);
    StoredQueries? _queries;

    public async Task StartAsync(CancellationToken cancellationToken = default) =>
        _queries = await StoredQueries.LoadAsync(
            _database, "Reminder table", [Upsert, ReadOne, ReadOfGrain, ReadInside, ReadWrapped, DeleteOne, DeleteAll], cancellationToken);

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(
        await ReadEntriesAsync(ReadOfGrain, command => command.With("GrainId", grainId.ToString())));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        // The column is signed; a range that wraps around its end, and the whole ring (begin = end), need the other query.
        var (from, to) = unchecked(((int)begin, (int)end));
        return new(await ReadEntriesAsync(
            from < to ? ReadInside : ReadWrapped, command => command.With("BeginHash", from).With("EndHash", to)));
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var rows = await ReadEntriesAsync(
            ReadOne, command => command.With("GrainId", grainId.ToString()).With("ReminderName", reminderName));
        return rows.FirstOrDefault();
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        var versions = await _database.ReadAsync(
            Query(Upsert),
            command => command.With("ServiceId", _serviceId)
                .With("GrainHash", unchecked((int)entry.GrainId.GetUniformHashCode()))
                .With("GrainId", entry.GrainId.ToString())
                .With("ReminderName", entry.ReminderName)
                .With("StartTime", DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc), DbType.DateTime)
                .With("Period", (long)entry.Period.TotalMilliseconds),
            static row => Text(row, "Version"),
            CancellationToken.None);
        return versions[0];
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        var removed = await _database.ReadAsync(
            Query(DeleteOne),
            command => command.With("ServiceId", _serviceId)
                .With("GrainId", grainId.ToString())
                .With("ReminderName", reminderName)
                .With("Version", int.Parse(eTag, CultureInfo.InvariantCulture)),
            static row => Convert.ToBoolean(row.GetValue(0), CultureInfo.InvariantCulture),
            CancellationToken.None);
        return removed[0];
    }

    public Task TestOnlyClearTable() =>
        _database.ExecuteAsync(Query(DeleteAll), command => command.With("ServiceId", _serviceId), CancellationToken.None);

    Task<List<ReminderEntry>> ReadEntriesAsync(string query, Action<DbCommand> bind) => _database.ReadAsync(
        Query(query),
        command =>
        {
            command.With("ServiceId", _serviceId);
            bind(command);
        },
        static row => new ReminderEntry
        {
            GrainId = GrainId.Parse(row.GetString(row.GetOrdinal("GrainId"))),
            ReminderName = row.GetString(row.GetOrdinal("ReminderName")),
            StartAt = DateTime.SpecifyKind(row.GetDateTime(row.GetOrdinal("StartTime")), DateTimeKind.Utc),
            Period = TimeSpan.FromMilliseconds(row.GetInt64(row.GetOrdinal("Period"))),
            ETag = Text(row, "Version"),
        },
        CancellationToken.None);

    static string Text(DbDataReader row, string column) =>
        row.GetInt32(row.GetOrdinal(column)).ToString(CultureInfo.InvariantCulture);

    string Query(string key) => _queries is { } queries
        ? queries[key]
        : throw new InvalidOperationException("The reminder table is used before the silo started it.");
}
