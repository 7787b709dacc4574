using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>A long question about what was collected holds up no other: no queue stands behind one grain.</summary>
[Collection(WebSilo.Name)]
public sealed class ReadsAtOnceTests(WebSilo silo)
{
    private const string Long = "/api/v1/data/correlations";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Two reads stand in the database, for a lock that the test has: were one behind the other, only one would. A third, of another
    /// table, is answered meanwhile.
    /// </summary>
    [Fact]
    public async Task Read_TwoStandInTheDatabase_AreThereAtTheSameTimeAndAThirdIsAnswered()
    {
        await using var connection = await silo.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync();
        await ExecuteAsync(held, "LOCK TABLE correlation_matrix IN ACCESS EXCLUSIVE MODE");

        Task<HttpResponseMessage>[] reading = [.. Enumerable.Range(0, 2).Select(_ => silo.Admin.GetAsync(new Uri(Long, UriKind.Relative)))];
        long waiting = 0;
        await Poll.UntilAsync(
            async () => (waiting = await ExecuteAsync(
                held, "SELECT count(*) FROM pg_locks WHERE relation = 'correlation_matrix'::regclass AND NOT granted")) >= reading.Length,
            Patience, () => $"{waiting} reads stand in the database.");
        await silo.Admin.ExpectAsync("/api/v1/data/quotes?assets=BTC%2FUSDT");

        Assert.DoesNotContain(reading, one => one.IsCompleted);
        await held.RollbackAsync();
        foreach (var one in reading)
        {
            using var answer = await one.WaitAsync(Patience);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        }
    }

    private static async Task<long> ExecuteAsync(NpgsqlTransaction transaction, string sql)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }
}
