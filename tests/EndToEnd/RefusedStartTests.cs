using Npgsql;
using OrleansAssets.Database;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A silo that cannot start says why in plain words, with an exit code, and leaves nothing behind.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_FiveFaultsInTheConfiguration_NamesAllAndMakesNothing()
    {
        var config = Directory.CreateDirectory(Path.Combine(_data.Path, "config")).FullName;
        foreach (var file in Directory.GetFiles(RepositoryFiles.Config))
        {
            var text = await File.ReadAllTextAsync(file);
            await File.WriteAllTextAsync(Path.Combine(config, Path.GetFileName(file)), text
                .Replace("max_portfolio_heat: 0.25", "max_portfolio_heat: 25", StringComparison.Ordinal)
                .Replace("risk_multiplier: 1.0", "risk_multiplyer: 1.0", StringComparison.Ordinal)
                .Replace("at_least: 30,", "at_least: thirty,", StringComparison.Ordinal)
                .Replace("limit: 6000", "limit: -1", StringComparison.Ordinal)
                .Replace("every_seconds: 60 }", "every_seconds: sixty }", StringComparison.Ordinal));
        }

        var data = Path.Combine(_data.Path, "data");
        await using var silo = SiloProcess.Launch(data, "--config", config);
        await silo.WaitForExitAsync();

        Assert.Equal(2, silo.ExitCode);
        foreach (var key in new[] { "max_portfolio_heat", "risk_multiplyer", "crypto_profitable_days", "limit", "every_seconds" })
        {
            Assert.Matches($@"\.yaml:\d+:\d+ \S*{key}", silo.Log);
        }

        Assert.False(Directory.Exists(Path.Combine(data, "postgres")));
    }

    [Fact]
    public async Task Start_SecondSiloOnOneDataDirectory_IsRefused()
    {
        using var held = InstanceLock.Take(_data.Path);
        await using var second = SiloProcess.Launch(_data.Path);
        await second.WaitForExitAsync();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another silo runs with", second.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnTheDatabaseOfASiloThatRunsAlone_IsRefused()
    {
        await using var server = await FaultyServer.StartAsync(_data.Path);
        await using var first = LaunchOn(server.ConnectionString, Path.Combine(_data.Path, "first"));
        await first.WaitForLineAsync("Ready: ");

        await AssertRefusedAsync("Another silo uses this database");
        await AssertRefusedAsync("A silo runs alone (without --cluster) on this database", "--cluster");

        async Task AssertRefusedAsync(string words, params string[] more)
        {
            await using var second = LaunchOn(server.ConnectionString, Path.Combine(_data.Path, "second"), more);
            await second.WaitForExitAsync();

            Assert.Equal(1, second.ExitCode);
            Assert.Contains(words, second.Log, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", second.Log, StringComparison.Ordinal);
        }
    }

    /// <summary>The stamp is that of a sandbox's first start; nothing else of it is needed.</summary>
    [Fact]
    public async Task Start_LiveOnTheDatabaseOfASandbox_IsRefusedBeforeAnythingIsServed()
    {
        var server = await TestServer.GetAsync();
        var (name, connectionString) = await server.CreateDatabaseAsync(migrated: true);
        await using (var owner = NpgsqlDataSource.Create(connectionString + ";Pooling=false"))
        {
            await InstallationStamp.EnsureAsync(owner, "sandbox", CancellationToken.None);
        }

        await using var silo = LaunchOn(connectionString, _data.Path, "--live");
        await silo.WaitForExitAsync();
        await server.DropDatabaseAsync(name);

        Assert.Equal(2, silo.ExitCode);
        Assert.Contains("This database is a sandbox's for life", silo.Log, StringComparison.Ordinal);
        Assert.Contains("name another database (ConnectionStrings__assets)", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", silo.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(silo.RunFilePath));
    }

    [Fact]
    public async Task Start_SandboxLogInADirectoryThatIsNotThere_IsRefusedBeforeAnythingIsMade()
    {
        var log = Path.Combine(_data.Path, "nowhere", "calls.log");
        await using var silo = SiloProcess.Launch(Path.Combine(_data.Path, "data"), "--sandbox-log", log);
        await silo.WaitForExitAsync();

        Assert.Equal(2, silo.ExitCode);
        Assert.Contains($"--sandbox-log is '{log}', which cannot be written", silo.Log, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_data.Path, "data", "postgres")));
    }

    [Fact]
    public async Task Start_DataDirectoryThatIsAFile_IsNotTakenForAnotherSilo()
    {
        var file = Path.Combine(_data.Path, "a-file");
        await File.WriteAllTextAsync(file, "");
        await using var silo = SiloProcess.Launch(file);
        await silo.WaitForExitAsync();

        Assert.Equal(1, silo.ExitCode);
        Assert.Contains($"{file} cannot be the data directory", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ConnectionStringThatIsNone_IsRefusedByItsVariable()
    {
        await using var silo = LaunchOn("rubbish", _data.Path);
        await silo.WaitForExitAsync();

        Assert.Equal(2, silo.ExitCode);
        Assert.StartsWith("ConnectionStrings__assets is no PostgreSQL connection string", silo.Log.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongPassword_SaysSoWithoutThePassword()
    {
        var server = (await TestServer.GetAsync()).Server;
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionTo("postgres")) { Password = "open-sesame" };
        await using var silo = LaunchOn(wrong.ConnectionString, _data.Path);
        await silo.WaitForExitAsync();

        Assert.Equal(1, silo.ExitCode);
        Assert.Contains("refused the password of user 'assets'", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", silo.Log, StringComparison.Ordinal);
    }

    private static SiloProcess LaunchOn(string connectionString, string dataDirectory, params string[] more) => SiloProcess.LaunchWith(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__assets"] = connectionString }, dataDirectory, more);
}
