using Npgsql;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.Storage;

/// <summary>How the silo connects: its statements are prepared and leave nothing behind, unless the operator says otherwise.</summary>
public sealed class ConnectionTuningTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("Host=db;Username=assets", 100, true)]
    [InlineData("Host=db;Username=assets;Max Auto Prepare=0", 0, true)]
    [InlineData("Host=db;Username=assets;No Reset On Close=false", 100, false)]
    [InlineData("Host=db;Username=assets;MaxAutoPrepare=7;NoResetOnClose=true", 7, true)]
    public void Tune_WhatTheOperatorLeftOpen_IsSet(string given, int autoPrepareMax, bool noReset)
    {
        var connection = new NpgsqlConnectionStringBuilder(given);

        AssetsDatabase.Tune(connection);

        Assert.Equal((autoPrepareMax, noReset), (connection.MaxAutoPrepare, connection.NoResetOnClose));
    }

    [Fact]
    public async Task Statement_ThatComesAgain_IsPreparedAndItsSessionIsNotReset()
    {
        var connection = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { MaxPoolSize = 1 };
        AssetsDatabase.Tune(connection);
        await using var database = NpgsqlDataSource.Create(connection);

        await using var mark = database.CreateCommand("SELECT set_config('assets.mark', 'kept', false)");
        await mark.ExecuteScalarAsync();
        for (var time = 0; time < 6; time++)
        {
            await using var command = database.CreateCommand("SELECT $1 + 1");
            command.Parameters.AddWithValue(time);
            await command.ExecuteScalarAsync();
        }

        await using var prepared = database.CreateCommand("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1 + 1'");
        Assert.Equal(1L, await prepared.ExecuteScalarAsync());
        await using var marked = database.CreateCommand("SELECT current_setting('assets.mark', true)");
        Assert.Equal("kept", await marked.ExecuteScalarAsync());
    }
}
