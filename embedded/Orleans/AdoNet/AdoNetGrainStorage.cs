using System.Data;
using System.Data.Common;
using System.Globalization;
using Orleans.AdoNet;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Grain state in table OrleansStorage. The ETag is the row's version; a change that matches no row is a conflict.</summary>
internal sealed class AdoNetGrainStorage(string name, string serviceId, AdoNetGrainStorageOptions options)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    const string Write = "WriteToStorageKey";
    const string Read = "ReadFromStorageKey";
    const string Clear = "ClearStorageKey";
    const string Delete = "DeleteStorageKey";

    readonly RelationalDatabase _database = new(options.Invariant, options.ConnectionString, options.DataSource);
    StoredQueries? _queries;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe($"AdoNetGrainStorage-{name}", options.InitStage, InitializeAsync, static _ => Task.CompletedTask);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var rows = await _database.ReadAsync(
            Query(Read), command => BindKey(command, stateName, GrainKeyColumns.Of(grainId)), ReadRow, CancellationToken.None);
        var row = rows.SingleOrDefault();

        var stored = row.Payload is null ? default : options.GrainStorageSerializer.Deserialize<T>(new BinaryData(row.Payload));
        grainState.State = stored ?? StateActivator.Create<T>();
        grainState.ETag = row.Version?.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = row.Payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = options.GrainStorageSerializer.Serialize(grainState.State).ToArray();
        var version = await ChangeAsync(
            Write, "WriteState", stateName, grainId, grainState.ETag, command => command.With("PayloadBinary", payload, DbType.Binary));
        grainState.ETag = version;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!grainState.RecordExists && string.IsNullOrWhiteSpace(grainState.ETag))
        {
            // Never read: the version that the statement must name is still in the table.
            await ReadStateAsync(stateName, grainId, grainState);
            if (!grainState.RecordExists)
                return;
        }

        var version = await ChangeAsync(
            options.DeleteStateOnClear ? Delete : Clear, "ClearState", stateName, grainId, grainState.ETag, static _ => { });
        grainState.ETag = options.DeleteStateOnClear ? null : version;
        grainState.RecordExists = false;
        grainState.State = StateActivator.Create<T>();
    }

    async Task<string> ChangeAsync(
        string query, string operation, string stateName, GrainId grainId, string? etag, Action<DbCommand> bindMore)
    {
        var expected = string.IsNullOrWhiteSpace(etag) ? (int?)null : int.Parse(etag, CultureInfo.InvariantCulture);
        var key = GrainKeyColumns.Of(grainId);
        var rows = await _database.ReadAsync(
            Query(query),
            command =>
            {
                BindKey(command, stateName, key);
                command.With("GrainStateVersion", expected);
                bindMore(command);
            },
            static row => NullableInt32(row, "NewGrainStateVersion"),
            CancellationToken.None);

        if (rows.SingleOrDefault() is not { } version || version == expected)
        {
            throw new InconsistentStateException(
                $"Version conflict ({operation}): ServiceId={serviceId} ProviderName={name} "
                + $"GrainType={stateName} GrainId={key} ETag={etag}.");
        }

        return version.ToString(CultureInfo.InvariantCulture);
    }

    void BindKey(DbCommand command, string stateName, GrainKeyColumns key)
    {
        // Orleans rewrites generic type names here; a state name is no type name, so refuse what the two would store differently.
        if (stateName.Contains('`', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"State name '{stateName}' contains '`', which Orleans' storage rewrites; choose another name.", nameof(stateName));
        }

        command.With("GrainIdHash", key.Hash)
            .With("GrainIdN0", key.N0)
            .With("GrainIdN1", key.N1)
            .With("GrainTypeHash", GrainKeyColumns.HashOf(stateName))
            .With("GrainTypeString", stateName)
            .With("GrainIdExtensionString", key.Extension)
            .With("ServiceId", serviceId);
    }

    async Task InitializeAsync(CancellationToken cancellationToken)
    {
        string[] keys = options.DeleteStateOnClear ? [Write, Read, Clear, Delete] : [Write, Read, Clear];
        _queries = await StoredQueries.LoadAsync(_database, $"Grain storage '{name}'", keys, cancellationToken);
    }

    string Query(string key) => _queries is { } queries
        ? queries[key]
        : throw new InvalidOperationException(
            $"Grain storage '{name}' is used before lifecycle stage {options.InitStage}, at which it starts.");

    static (byte[]? Payload, int? Version) ReadRow(DbDataReader row)
    {
        var payload = row.GetOrdinal("PayloadBinary");
        return (row.IsDBNull(payload) ? null : row.GetFieldValue<byte[]>(payload), NullableInt32(row, "Version"));
    }

    static int? NullableInt32(DbDataReader row, string column)
    {
        var ordinal = row.GetOrdinal(column);
        return row.IsDBNull(ordinal) ? null : row.GetInt32(ordinal);
    }
}
