using OrleansAssets.Tests.Storage;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// A database without Orleans' queries stops the silo at its start, not at the first grain call. As a process, because a silo that
/// failed to start may leave work behind in its process.
/// </summary>
public sealed class MissingQueriesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("WriteToStorageKey")]
    [InlineData("ReadRangeRows2Key")]
    public async Task Start_QueryMissing_EndsTheSilo(string key)
    {
        await using var command = postgres.DataSource.CreateCommand($"DELETE FROM OrleansQuery WHERE querykey = '{key}'");
        Assert.Equal(1, await command.ExecuteNonQueryAsync());

        await using var silo = SiloProcess.LaunchWith(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__assets"] = postgres.ConnectionString },
            _data.Path);
        await silo.WaitForExitAsync();

        Assert.NotEqual(0, silo.ExitCode);
        Assert.DoesNotContain("Ready: ", silo.Log, StringComparison.Ordinal);
    }
}
