using Npgsql;

namespace OrleansAssets.Tests.Storage;

/// <summary>The membership queries as a silo sends them: text from OrleansQuery, parameters by name.</summary>
public sealed class OrleansMembershipSqlTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly DateTime Started = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    readonly string _cluster = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task InsertVersion_Twice_CountsOnce()
    {
        Assert.Equal(1, await CallAsync("InsertMembershipVersionKey"));
        Assert.Equal(0, await CallAsync("InsertMembershipVersionKey"));
    }

    [Fact]
    public async Task Insert_StaleVersion_ChangesNothing()
    {
        await CallAsync("InsertMembershipVersionKey");
        Assert.Equal(1, await InsertAsync(port: 1, version: 0));

        Assert.Equal(0, await InsertAsync(port: 2, version: 0));

        Assert.Equal([(1, 1, 2)], await RowsAsync());
    }

    [Fact]
    public async Task Insert_SiloKnownAlready_ChangesNothing()
    {
        await CallAsync("InsertMembershipVersionKey");
        await InsertAsync(port: 1, version: 0);

        Assert.Equal(0, await InsertAsync(port: 1, version: 1));

        Assert.Equal([(1, 1, 2)], await RowsAsync());
    }

    [Fact]
    public async Task Insert_ManySilosOnOneVersion_LetsOneIn()
    {
        await CallAsync("InsertMembershipVersionKey");

        var inserted = await Task.WhenAll(Enumerable.Range(1, 12).Select(port => InsertAsync(port, version: 0)));

        Assert.Equal(1, inserted.Sum());
        Assert.Single(await RowsAsync());
    }

    [Fact]
    public async Task Update_CurrentVersion_RaisesItWithTheRow()
    {
        await CallAsync("InsertMembershipVersionKey");
        await InsertAsync(port: 1, version: 0);

        Assert.Equal(1, await UpdateAsync(port: 1, status: 3, version: 1));

        Assert.Equal([(2, 1, 3)], await RowsAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 7)]
    [InlineData(9, 1)]
    public async Task Update_StaleVersionOrUnknownSilo_ChangesNothing(int port, int version)
    {
        await CallAsync("InsertMembershipVersionKey");
        await InsertAsync(port: 1, version: 0);

        Assert.Equal(0, await UpdateAsync(port, status: 6, version));

        Assert.Equal([(1, 1, 2)], await RowsAsync());
    }

    [Fact]
    public async Task ReadRow_NoSilo_AnswersTheVersionAlone()
    {
        await CallAsync("InsertMembershipVersionKey");

        await using var command = await CommandAsync(
            "MembershipReadRowKey", ("DeploymentId", _cluster), ("Address", "127.0.0.1"), ("Port", 1), ("Generation", 1));
        await using var reader = await command.ExecuteReaderAsync();

        Assert.True(await reader.ReadAsync());
        Assert.Equal(
            (0, true),
            (reader.GetInt32(reader.GetOrdinal("Version")), await reader.IsDBNullAsync(reader.GetOrdinal("StartTime"))));
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task Gateways_AnswersActiveSilosWithAGateway()
    {
        await CallAsync("InsertMembershipVersionKey");
        await InsertAsync(port: 1, version: 0);
        await InsertAsync(port: 2, version: 1, gateway: 0);
        await InsertAsync(port: 3, version: 2);
        await UpdateAsync(port: 1, status: 3, version: 3);
        await UpdateAsync(port: 2, status: 3, version: 4);

        await using var command = await CommandAsync("GatewaysQueryKey", ("DeploymentId", _cluster), ("Status", 3));
        await using var reader = await command.ExecuteReaderAsync();

        Assert.True(await reader.ReadAsync());
        Assert.Equal(("127.0.0.1", 30001, 1), (reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2)));
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task Cleanup_RemovesOldRowsOfTheDeadAlone()
    {
        await CallAsync("InsertMembershipVersionKey");
        for (var port = 1; port <= 4; port++)
            await InsertAsync(port, version: port - 1);
        await UpdateAsync(port: 1, status: 3, version: 4);
        await UpdateAsync(port: 2, status: 6, version: 5);
        await UpdateAsync(port: 3, status: 6, version: 6);
        await ExecuteAsync(
            "UpdateIAmAlivetimeKey",
            ("DeploymentId", _cluster), ("Address", "127.0.0.1"), ("Port", 3), ("Generation", 1), ("IAmAliveTime", Started.AddDays(9)));

        await ExecuteAsync("CleanupDefunctSiloEntriesKey", ("DeploymentId", _cluster), ("IAmAliveTime", Started.AddDays(7)));

        // Port 2 alone: port 3 died lately, and port 4 still joins (2), however old its row is.
        Assert.Equal([(7, 1, 3), (7, 3, 6), (7, 4, 2)], await RowsAsync());
    }

    [Fact]
    public async Task Delete_RemovesTheWholeCluster()
    {
        await CallAsync("InsertMembershipVersionKey");
        await InsertAsync(port: 1, version: 0);

        await ExecuteAsync("DeleteMembershipTableEntriesKey", ("DeploymentId", _cluster));

        Assert.Empty(await RowsAsync());
    }

    Task<int> CallAsync(string key) => ScalarAsync(key, ("DeploymentId", _cluster));

    Task<int> InsertAsync(int port, int version, int? gateway = null) => ScalarAsync(
        "InsertMembershipKey",
        ("DeploymentId", _cluster), ("Address", "127.0.0.1"), ("Port", port), ("Generation", 1), ("SiloName", "silo"), ("HostName", "host"),
        ("Status", 2), ("ProxyPort", gateway ?? 30000 + port), ("StartTime", Started), ("IAmAliveTime", Started), ("Version", version));

    Task<int> UpdateAsync(int port, int status, int version) => ScalarAsync(
        "UpdateMembershipKey",
        ("DeploymentId", _cluster), ("Address", "127.0.0.1"), ("Port", port), ("Generation", 1), ("Status", status),
        ("SuspectTimes", ""), ("IAmAliveTime", Started), ("Version", version));

    async Task<List<(int Version, int Port, int Status)>> RowsAsync()
    {
        await using var command = await CommandAsync("MembershipReadAllKey", ("DeploymentId", _cluster));
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(int, int, int)>();
        while (await reader.ReadAsync())
            rows.Add((Int32("Version"), Int32("Port"), Int32("Status")));
        return [.. rows.OrderBy(row => row.Item2)];

        int Int32(string column) => reader.GetInt32(reader.GetOrdinal(column));
    }

    async Task<int> ScalarAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var command = await CommandAsync(key, parameters);
        return (int)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"{key} answered nothing."));
    }

    async Task ExecuteAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var command = await CommandAsync(key, parameters);
        await command.ExecuteNonQueryAsync();
    }

    async Task<NpgsqlCommand> CommandAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var query = postgres.DataSource.CreateCommand("SELECT querytext FROM OrleansQuery WHERE querykey = $1");
        query.Parameters.Add(new NpgsqlParameter { Value = key });
        var text = await query.ExecuteScalarAsync() as string ?? throw new InvalidOperationException($"OrleansQuery lacks {key}.");
        var command = postgres.DataSource.CreateCommand(text);
        foreach (var (name, value) in parameters)
            command.Parameters.Add(new NpgsqlParameter(name, value));
        return command;
    }
}
