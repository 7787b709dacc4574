using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Tests.Storage;

public sealed class DatabaseErrorsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Secret = "not-the-password";

    [Fact]
    public async Task Prepare_WrongPassword_SaysSoWithoutIt()
    {
        var message = await RefusalAsync(builder => builder.Password = Secret);

        Assert.Contains("refused the password of user 'assets'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_NoServer_SaysWhere()
    {
        var port = FreePort();

        var message = await RefusalAsync(builder => builder.Port = port);

        Assert.Contains($"No PostgreSQL server answers at 127.0.0.1:{port}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_UnknownHost_SaysSo()
    {
        var message = await RefusalAsync(builder => builder.Host = "no-such-host.invalid");

        Assert.Contains("no-such-host.invalid", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_NoDatabase_NamesIt()
    {
        var message = await RefusalAsync(builder => builder.Database = "absent");

        Assert.Contains("has no database 'absent'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_ReadOnlyServer_SaysSo()
    {
        var (name, connectionString) = await (await TestServer.GetAsync()).CreateDatabaseAsync(migrated: false);

        var message = await RefusalAsync(connectionString + ";Options=-c default_transaction_read_only=on");

        Assert.Contains("is read-only", message, StringComparison.Ordinal);
        await (await TestServer.GetAsync()).DropDatabaseAsync(name);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull, "is full")]
    [InlineData(PostgresErrorCodes.TooManyConnections, "has no free connection")]
    [InlineData(PostgresErrorCodes.CannotConnectNow, "is starting or stopping")]
    [InlineData(PostgresErrorCodes.AdminShutdown, "ended the connection")]
    [InlineData(PostgresErrorCodes.CrashShutdown, "restarts itself")]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, "is read-only")]
    [InlineData("55000", "cannot be used")]
    public void Explain_StateOfServer_IsOneSentence(string state, string expected)
    {
        var exception = new NpgsqlException("outer", new PostgresException("text of the server", "FATAL", "FATAL", state));

        var sentence = DatabaseErrors.Explain(exception, postgres.ConnectionString);

        Assert.NotNull(sentence);
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        // it has one
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Password!, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "takes new ones")]
    [InlineData(false, "was stopped while it was in use")]
    public void Explain_ConnectionEnded_TellsACutFromAStoppedServer(bool answersAgain, string expected) => Assert.Contains(
        expected,
        DatabaseErrors.Explain(new DatabaseFault(DatabaseFaultKind.ConnectionEnded, ""), postgres.ConnectionString, answersAgain),
        StringComparison.Ordinal);

    [Fact]
    public void Explain_ConnectionLostInTheMiddle_SaysThatTheOutcomeIsUnknownAndWhatToDo()
    {
        var lost = new NpgsqlException("Exception while reading from stream", new EndOfStreamException());

        var sentence = DatabaseErrors.Explain(lost, postgres.ConnectionString);

        Assert.Contains("whether the work under way was written is not known", sentence, StringComparison.Ordinal);
        Assert.Contains("repeat the call, with the same id where it has one", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_NoSpaceUnderAnyCode_NamesTheDisk()
    {
        var connecting = new PostgresException(
            "could not write init file: No space left on device", "FATAL", "FATAL", PostgresErrorCodes.IoError);

        var sentence = DatabaseErrors.Explain(connecting, postgres.ConnectionString);

        Assert.Contains("is full, so that the write failed", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_LibraryOfTimescaleGone_NamesItsRemedyAndNotTheConnectionString()
    {
        var gone = new PostgresException(
            "could not access file \"$libdir/timescaledb-2.17.2\": No such file or directory", "ERROR", "ERROR",
            PostgresErrorCodes.UndefinedFile);

        var sentence = DatabaseErrors.Explain(gone, postgres.ConnectionString);

        Assert.Contains("install that version of TimescaleDB", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("ConnectionStrings__assets", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_PoolInUse_SaysThatItWaitedAndIsNoSlowServer()
    {
        await using var single = NpgsqlDataSource.Create(postgres.ConnectionString + ";Maximum Pool Size=1;Timeout=1");
        await using var held = await single.OpenConnectionAsync();

        var refused = await Assert.ThrowsAsync<NpgsqlException>(async () => await single.OpenConnectionAsync());

        Assert.Contains("All connections of this silo", DatabaseErrors.Explain(refused, single.ConnectionString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PoolInUse_WaitsUntilAConnectionIsFree()
    {
        await using var single = NpgsqlDataSource.Create(postgres.ConnectionString + ";Maximum Pool Size=1");
        var held = await single.OpenConnectionAsync();

        var waiting = single.OpenConnectionAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();

        await using var got = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("23505")]
    [InlineData("42P01")]
    [InlineData("22003")]
    public void Explain_BugInAStatement_IsNotExplainedAway(string state) => Assert.Null(DatabaseErrors.Explain(
        new PostgresException("text", "ERROR", "ERROR", state), postgres.ConnectionString));

    [Fact]
    public void Explain_Bug_IsNotExplainedAway() =>
        Assert.Null(DatabaseErrors.Explain(new InvalidOperationException("bug"), postgres.ConnectionString));

    [Fact]
    public void TooOld_Version_IsNamed() => Assert.Contains(
        "has version 14.2; 15 or later is needed", DatabaseErrors.TooOld(new Version(14, 2), postgres.ConnectionString),
        StringComparison.Ordinal);

    private Task<string> RefusalAsync(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        change(builder);
        return RefusalAsync(builder.ConnectionString);
    }

    private static async Task<string> RefusalAsync(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => DatabasePreparation.PrepareAsync(dataSource, NullLogger.Instance, CancellationToken.None));
        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);
        return refused.Message;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
