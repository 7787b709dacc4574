using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Tests.Storage;

public sealed class SchemaTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset From = new(2024, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("candles", 2)]
    [InlineData("quotes", 4)]
    [InlineData("options_flow", 4)]
    public async Task MakePartitions_Range_MakesEachPeriodOnce(string table, int periods)
    {
        var since = From.AddYears(table.Length); // years of its own for each table
        var until = since.AddMonths(3);

        Assert.Equal(periods, await MakeAsync(table, since, until));
        Assert.Equal(0, await MakeAsync(table, since, until));
    }

    [Fact]
    public async Task MakePartitions_ManyAtOnce_MakesEachPeriodOnce()
    {
        var since = From.AddYears(-20);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MakeAsync("quotes", since, since.AddYears(1))));

        Assert.Equal(13, made.Sum());
    }

    [Fact]
    public async Task MakePartitions_WriterInTheMiddleOfATransaction_DoesNotWaitForIt()
    {
        await using var connection = await postgres.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("LOCK TABLE candles IN ROW EXCLUSIVE MODE", connection);
        await hold.ExecuteNonQueryAsync();

        Assert.Equal(1, await MakeAsync("candles", From.AddYears(-40), From.AddYears(-40).AddDays(1)));
    }

    [Fact]
    public async Task MakePartitions_UnknownTable_Fails() =>
        await Assert.ThrowsAsync<PostgresException>(() => MakeAsync("no_such_table", From, From.AddYears(1)));

    [Theory]
    [InlineData("asset_registry")]
    [InlineData("asset_class_config")]
    [InlineData("data_source_registry")]
    [InlineData("phase_activation_log")]
    [InlineData("asset_performance")]
    [InlineData("leading_indicators")]
    [InlineData("social_sentiment")]
    [InlineData("options_flow")]
    [InlineData("economic_calendar")]
    [InlineData("correlation_matrix")]
    [InlineData("corporate_actions")]
    [InlineData("corporate_action_settlements")]
    [InlineData("phase_readiness")]
    [InlineData("reminder_watch")]
    [InlineData("candles")]
    [InlineData("quotes")]
    [InlineData("trades")]
    [InlineData("equity_daily")]
    [InlineData("trades_history")]
    [InlineData("equity_daily_history")]
    public async Task Schema_Table_IsThereWithAComment(string table)
    {
        await using var command = postgres.DataSource.CreateCommand("SELECT obj_description($1::regclass, 'pg_class')");
        command.Parameters.AddWithValue(table);

        Assert.False(string.IsNullOrWhiteSpace(await command.ExecuteScalarAsync() as string));
    }

    [Fact]
    public async Task Prepare_UserWithoutRights_NamesTheRight()
    {
        await using (var make = postgres.DataSource.CreateCommand(
            "CREATE ROLE plain_reader LOGIN PASSWORD 'read-only-secret'; REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
        {
            await make.ExecuteNonQueryAsync();
        }

        var connectionString = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            Username = "plain_reader",
            Password = "read-only-secret",
        }.ConnectionString;
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => DatabasePreparation.PrepareAsync(
            dataSource, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None));

        Assert.Contains("User 'plain_reader' lacks a right", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("read-only-secret", refused.Message, StringComparison.Ordinal);
        await using var drop = postgres.DataSource.CreateCommand("DROP ROLE plain_reader");
        await drop.ExecuteNonQueryAsync();
    }

    private async Task<int> MakeAsync(string table, DateTimeOffset since, DateTimeOffset until)
    {
        await using var command = postgres.DataSource.CreateCommand("SELECT make_partitions($1, $2, $3)");
        command.Parameters.AddWithValue(table);
        command.Parameters.AddWithValue(since.UtcDateTime);
        command.Parameters.AddWithValue(until.UtcDateTime);
        return (int)(await command.ExecuteScalarAsync() ?? -1);
    }
}
