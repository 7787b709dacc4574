using System.Collections.Immutable;
using System.Data;
using System.Text.RegularExpressions;
using Npgsql;

namespace OrleansAssets.Tests.Storage;

/// <summary>
/// Orleans' providers take their SQL from the table <c>OrleansQuery</c>, which <c>db/</c> fills. A newer Orleans that asks for more than is
/// there is told by these tests, not by a silo that cannot start or by a reminder that is never read.
/// </summary>
public sealed partial class OrleansQueryContractTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Clustering = "Orleans.Clustering.AdoNet";
    private const string Reminders = "Orleans.Reminders.AdoNet";
    private const string Storage = "Orleans.Persistence.AdoNet";

    private static ImmutableArray<QueryDemand> Demands { get; } =
    [
        .. OrleansQueryContract.OfQueries(Clustering), .. OrleansQueryContract.OfQueries(Reminders),
        .. OrleansQueryContract.OfStorage(Storage),
    ];

    [Fact]
    public async Task Database_OfThisOrleans_HasEveryQueryParameterAndColumn()
    {
        await using var connection = await postgres.DataSource.OpenConnectionAsync();

        Assert.Equal("", string.Join(Environment.NewLine, await FaultsAsync(connection)));
    }

    /// <summary>The reading itself: were it to miss what the code asks for, nothing would be missing for ever.</summary>
    [Fact]
    public void Demands_OfThisOrleans_AreReadFromItsCode()
    {
        Assert.Equal(
            [.. OrleansQueryContract.KeysOf(Clustering), .. OrleansQueryContract.KeysOf(Reminders),
                "ClearStorageKey", "DeleteStorageKey", "ReadFromStorageKey", "WriteToStorageKey"],
            Demands.Select(demand => demand.Key).Distinct(StringComparer.Ordinal).ToImmutableSortedSet(StringComparer.Ordinal));
        Assert.Equal(["BeginHash", "EndHash", "ServiceId"], Demand("ReadRangeRows1Key").Parameters.Single());
        Assert.Equal(["GrainId", "Period", "ReminderName", "StartTime", "Version"], Demand("ReadReminderRowKey").Columns);
        Assert.Contains("SuspectTimes", Demand("MembershipReadAllKey").Columns);
        Assert.Equal(
            ["DeploymentId", "Generation", "HostName", "IAmAliveTime", "Port", "ProxyPort"],
            Demand("InsertMembershipKey").Parameters.Single()
                .Intersect(["DeploymentId", "Generation", "HostName", "IAmAliveTime", "Port", "ProxyPort"]));
        Assert.Contains("PayloadBinary", Demand("ReadFromStorageKey").Columns);
        Assert.Contains("GrainIdExtensionString", Demand("WriteToStorageKey").Parameters.Single());

        static QueryDemand Demand(string key) => Demands.First(demand => demand.Key == key);
    }

    [Theory]
    [InlineData(
        "DELETE FROM OrleansQuery WHERE querykey = 'GatewaysQueryKey'",
        "asks for the query 'GatewaysQueryKey', which table OrleansQuery lacks: add a migration to db/ that inserts it.")]
    [InlineData(
        "UPDATE OrleansQuery SET querytext = replace(querytext, '@BeginHash', '0') WHERE querykey = 'ReadRangeRows1Key'",
        "sets the parameter @BeginHash of 'ReadRangeRows1Key', which its text in table OrleansQuery does not take: "
        + "add a migration to db/ that brings it.")]
    [InlineData(
        "UPDATE OrleansQuery SET querytext = regexp_replace(querytext, 'SELECT', 'SELECT @NoSuch::int AS nosuch,', 'i') "
        + "WHERE querykey = 'ReadRangeRows1Key'",
        "does not set the parameter @NoSuch, which the text of 'ReadRangeRows1Key' in table OrleansQuery takes: "
        + "add a migration to db/ that takes it out.")]
    [InlineData(
        "UPDATE OrleansQuery SET querytext = 'SELECT 1 AS payloadbinary' WHERE querykey = 'MembershipReadAllKey'",
        "reads the column SuspectTimes of 'MembershipReadAllKey', which its text in table OrleansQuery does not return: "
        + "add a migration to db/ that brings it.")]
    public async Task Faults_DatabaseOfAnotherOrleans_SayWhatIsMissingAndWhatToDo(string change, string fault)
    {
        await using var connection = await postgres.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(); // rolled back
        await using (var command = new NpgsqlCommand(change, connection))
        {
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        var faults = await FaultsAsync(connection);

        Assert.Contains(
            faults, found => found.StartsWith("Orleans.", StringComparison.Ordinal) && found.EndsWith(fault, StringComparison.Ordinal));
    }

    private static async Task<List<string>> FaultsAsync(NpgsqlConnection connection)
    {
        var texts = await TextsAsync(connection);
        var faults = new List<string>();
        foreach (var demand in Demands)
        {
            if (!texts.TryGetValue(demand.Key, out var text))
            {
                faults.Add($"{demand.Provider} asks for the query '{demand.Key}', which table OrleansQuery lacks: "
                    + "add a migration to db/ that inserts it.");
                continue;
            }

            var taken =
                Parameter().Matches(text).Select(match => match.Groups["name"].Value).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
            var set = demand.Parameters.MinBy(way => taken.SymmetricExcept(way).Count) ?? [];
            faults.AddRange(set.Where(name => !taken.Contains(name)).Select(name =>
                $"{demand.Provider} sets the parameter @{name} of '{demand.Key}', which its text in table OrleansQuery does not take: "
                + "add a migration to db/ that brings it."));
            faults.AddRange(taken.Where(name => !set.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name =>
                $"{demand.Provider} does not set the parameter @{name}, which the text of '{demand.Key}' in table OrleansQuery takes: "
                + "add a migration to db/ that takes it out."));
            var returned = await ColumnsAsync(connection, text, taken);
            faults.AddRange(demand.Columns.Where(name => !returned.Contains(name)).Select(name =>
                $"{demand.Provider} reads the column {name} of '{demand.Key}', which its text in table OrleansQuery does not return: "
                + "add a migration to db/ that brings it."));
        }

        return faults;
    }

    private static async Task<Dictionary<string, string>> TextsAsync(NpgsqlConnection connection)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT querykey, querytext FROM OrleansQuery", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0), reader.GetString(1));
        }

        return texts;
    }

    /// <summary>Has the server prepare the text, which runs nothing, and tells what it would return.</summary>
    private static async Task<ImmutableHashSet<string>> ColumnsAsync(
        NpgsqlConnection connection, string text, IEnumerable<string> parameters)
    {
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var name in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, DBNull.Value));
        }

        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly);
        return Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex("(?<![@:])@(?<name>[A-Za-z0-9_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
