using Npgsql;
using OrleansAssets.Tests.Telemetry;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Operations;

/// <summary>
/// Every question of every dashboard, without Grafana: to the database as the role that may only read, and to the table of metrics.
/// </summary>
[Collection(ObservedSilo.Collection)]
public sealed class DashboardTests(ObservedSilo silo)
{
    private const string Reader = "assets_reader_of_tests";

    /// <summary>Panels that may be empty in a first minute; every other one has rows.</summary>
    private static readonly string[] MayBeEmpty =
    [
        "Trading and risk: Equity by day", "Trading and risk: Profit by class and day", "Trading and risk: Halts and resets",
        "Trading and risk: What refused or cut orders", "Phases and evidence: Profit of each class",
        "Phases and evidence: What happened to phases", "Phases and evidence: Phases", "Phases and evidence: Requirements of the phase",
        "Phases and evidence: Verdict over time", "Phases and evidence: Measured against required",
        "Phases and evidence: variable phase", "Collection: Next economic events",
    ];

    [Fact]
    public async Task Sql_OfEveryPanel_RunsAsTheReaderAndHasItsColumns()
    {
        await using var owner = NpgsqlDataSource.Create(silo.OwnerConnectionString);
        await using var connection = await owner.OpenConnectionAsync();
        await ExecuteAsync(connection, $"DROP ROLE IF EXISTS {Reader}; CREATE ROLE {Reader} NOLOGIN"); // a run that was killed left it
        try
        {
            await ExecuteAsync(connection, $"CALL grant_reader_rights('{Reader}')");
            await ExecuteAsync(connection, $"SET ROLE {Reader}");
            List<string> faults = [];
            foreach (var query in Dashboards.Queries.Where(query => query.IsSql))
            {
                faults.AddRange(await FaultsOfAsync(connection, query));
            }

            Assert.Empty(faults);
            foreach (var refused in new[]
            {
                "SELECT count(*) FROM orleansstorage", "SELECT count(*) FROM decision_inputs", "SELECT count(*) FROM audit_log",
                "DELETE FROM candles", "INSERT INTO trades SELECT * FROM trades",
            })
            {
                var exception = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, refused));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, exception.SqlState);
            }
        }
        finally
        {
            await ExecuteAsync(connection, $"RESET ROLE; DROP OWNED BY {Reader}; DROP ROLE {Reader}");
        }
    }

    [Fact]
    public void PromQl_OfEveryPanel_AsksForMetricsOfTheTable()
    {
        var queries = Dashboards.Queries.Where(query => query.Source == Dashboards.Prometheus).ToArray();

        Assert.NotEmpty(queries);
        Assert.Empty(queries.Where(query => !MetricNames.Of(query.Text).Any()).Select(query => query.Where));
        Assert.Empty(queries.SelectMany(query => MetricNames.Of(query.Text).Except(MetricTable.Series)
            .Select(name => $"{query.Where}: {name}")));
    }

    [ProgramFact("promtool", "prometheus")]
    public async Task PromQl_OfEveryPanel_IsAnExpression()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file,
            [
                "groups:", "  - name: panels", "    rules:",
                .. Dashboards.Queries.Where(query => !query.IsSql).SelectMany((query, index) => new[]
                {
                    $"      - record: panel_{index}",
                    $"        expr: '{Dashboards.Expand(query).Replace("'", "''", StringComparison.Ordinal)}'",
                }),
            ]);
            var (exitCode, text) = await Programs.RunAsync("promtool", "check", "rules", file);

            Assert.True(exitCode == 0, text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Dashboards_Always_HaveIdsTitlesAndDataSourcesThatGrafanaTellsApart()
    {
        var provisioned = File.ReadLines(RepositoryFiles.PathOf("ops", "grafana", "provisioning", "datasources", "assets.yaml"))
            .Where(line => line.TrimStart().StartsWith("uid: ", StringComparison.Ordinal)).Select(line => line.Split(':')[1].Trim());

        Assert.Equal(4, Dashboards.All.Length);
        Assert.Equal(Dashboards.All.Length, Dashboards.All.Select(board => board.GetProperty("uid").GetString()).Distinct().Count());
        Assert.Equal(Dashboards.All.Length, Dashboards.All.Select(board => board.GetProperty("title").GetString()).Distinct().Count());
        Assert.Equal(
            provisioned.Order(StringComparer.Ordinal),
            Dashboards.Queries.Select(query => query.Source).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Dashboards.All, board =>
        {
            var panels = board.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).ToArray();
            Assert.Equal(panels.Length, panels.Distinct().Count());
        });
    }

    private static async Task<List<string>> FaultsOfAsync(NpgsqlConnection connection, DashboardQuery query)
    {
        List<string> faults = [];
        try
        {
            await using (var command = new NpgsqlCommand(Dashboards.Expand(query), connection))
            await using (var reader = await command.ExecuteReaderAsync())
            {
                if (query.IsSeries && reader.GetName(0) != "time")
                {
                    faults.Add($"{query.Where}: the first column is {reader.GetName(0)}, not time");
                }

                if (!reader.HasRows && !MayBeEmpty.Contains(query.Where, StringComparer.Ordinal))
                {
                    faults.Add($"{query.Where}: no rows");
                }
            }

            await using var explain = new NpgsqlCommand($"EXPLAIN {Dashboards.Expand(query)}", connection);
            await using var plan = await explain.ExecuteReaderAsync();
            while (await plan.ReadAsync())
            {
                if (plan.GetString(0).Contains("Seq Scan on candles", StringComparison.Ordinal))
                {
                    faults.Add($"{query.Where}: reads all candles");
                }
            }
        }
        catch (PostgresException exception)
        {
            faults.Add($"{query.Where}: {exception.SqlState} {exception.MessageText}");
        }

        return faults;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
