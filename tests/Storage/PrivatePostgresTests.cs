using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class PrivatePostgresTests : IDisposable
{
    private static readonly ImmutableDictionary<string, string> Fast = ImmutableDictionary<string, string>.Empty.Add("fsync", "off");

    private readonly string _root = Directory.CreateTempSubdirectory("assets-test-").FullName;

    public PrivatePostgresTests() => File.SetUnixFileMode(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private PrivatePostgresOptions Options => new(Path.Combine(_root, ".data", "postgres"))
    {
        Settings = Fast,
        EndsWithProcess = true,
        FallbackDirectory = Path.Combine(Path.GetTempPath(), Path.GetFileName(_root) + "-fallback"),
    };

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        if (Directory.Exists(Options.FallbackDirectory))
        {
            Directory.Delete(Options.FallbackDirectory, recursive: true);
        }
    }

    [Fact]
    public async Task Start_SecondTime_KeepsDataPortAndPassword()
    {
        int port;
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
            port = first.Port;
        }

        await using var second = await StartAsync();

        Assert.Equal(7, await ScalarAsync(second, "SELECT id FROM kept"));
        Assert.Equal(port, second.Port);
        Assert.False(second.Adopted);
    }

    [Fact]
    public async Task Start_DirectoryOutOfReachOfServerUser_LinksToReachableOne()
    {
        await using var server = await StartAsync();

        var link = new DirectoryInfo(Options.Directory).LinkTarget;
        Assert.Equal(Environment.IsPrivilegedProcess, link is not null);
        Assert.Equal(Environment.IsPrivilegedProcess, server.DataDirectory.StartsWith(Options.FallbackDirectory, StringComparison.Ordinal));
        Assert.Equal("assets", await ScalarAsync(server, "SELECT current_database()"));
    }

    /// <summary>
    /// What lies in the fallback outlives a temporary directory: whoever makes one for a while, as benchmarks do, lets others in.
    /// </summary>
    [Fact]
    public async Task Start_DirectoryThatTheServersUserMayEnter_LeavesNothingElsewhere()
    {
        File.SetUnixFileMode(_root, File.GetUnixFileMode(_root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        await using var server = await StartAsync();

        Assert.Null(new DirectoryInfo(Options.Directory).LinkTarget);
        Assert.Equal(Path.GetFullPath(Options.Directory), server.DataDirectory);
        Assert.False(Directory.Exists(Options.FallbackDirectory));
    }

    [Fact]
    public async Task Start_PasswordFile_IsForItsOwnerOnly()
    {
        await using var server = await StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Options.PasswordFile));
    }

    [Fact]
    public async Task Start_Settings_AreUtcLoopbackAndThoseAskedFor()
    {
        await using var server = await StartAsync();

        Assert.Equal("UTC", await ScalarAsync(server, "SHOW timezone"));
        Assert.Equal("127.0.0.1", await ScalarAsync(server, "SHOW listen_addresses"));
        Assert.Equal("off", await ScalarAsync(server, "SHOW fsync"));
    }

    [Fact]
    public async Task Start_ServerKilled_RecoversFromStalePidFile()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7); CHECKPOINT");
            using var postmaster = Process.GetProcessById(PostmasterPid.Read(first.DataDirectory)!.ProcessId);
            postmaster.Kill();
            await postmaster.WaitForExitAsync();
        }

        await using var second = await StartAsync();

        Assert.Equal(7, await ScalarAsync(second, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task Start_PidFileNamesAStranger_StartsAllTheSame()
    {
        string directory;
        await using (var first = await StartAsync())
        {
            directory = first.DataDirectory;
        }

        await File.WriteAllTextAsync(Path.Combine(directory, "postmaster.pid"), $"{Environment.ProcessId}\n{directory}\n0\n1\n");
        await using var second = await StartAsync();

        Assert.False(second.Adopted);
        Assert.Equal(1, await ScalarAsync(second, "SELECT 1"));
    }

    [Fact]
    public async Task Start_ServerStillRunning_AdoptsIt()
    {
        var options = Options with { Directory = Path.Combine(_root, "adopted") };
        var user = ServerUser.Current();
        var cluster = await PrivateCluster.OpenAsync(options, user, CancellationToken.None);
        var port = await new ServerLauncher(cluster, user).LaunchAsync(options, portWanted: null, CancellationToken.None);

        await using var server = await PrivatePostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None);

        Assert.True(server.Adopted);
        Assert.Equal(port, server.Port);
        Assert.Equal(1, await ScalarAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task Start_DirectoryInUse_IsRefusedInOneSentence()
    {
        await using var first = await StartAsync();

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(StartAsync);

        Assert.Contains("is in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DirectoryOfSomethingElse_IsRefusedAndUntouched()
    {
        Directory.CreateDirectory(Options.Directory);
        var file = Path.Combine(Options.Directory, "letter.txt");
        await File.WriteAllTextAsync(file, "mine");

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(StartAsync);

        Assert.Contains("holds something that is not a PostgreSQL database", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Start_PasswordFileGone_IsRefusedWithRemedy()
    {
        await using (await StartAsync())
        {
        }

        File.Delete(Options.PasswordFile);
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(StartAsync);

        Assert.Contains(Options.PasswordFile, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>What a disk without room does: the file cannot be written. It is one again once it can, and none of it is half.</summary>
    [Fact]
    public async Task Revive_SettingsCannotBeWritten_IsOneSentenceAndGoesOnOnceTheyCan()
    {
        await using var server = await StartAsync();
        var settings = Path.Combine(server.DataDirectory, "assets.conf");
        using (var postmaster = Process.GetProcessById(PostmasterPid.Read(server.DataDirectory)!.ProcessId))
        {
            postmaster.Kill();
            await postmaster.WaitForExitAsync();
        }

        File.Delete(settings);
        Directory.CreateDirectory(settings);
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => server.ReviveAsync(CancellationToken.None));
        Directory.Delete(settings);
        await server.ReviveAsync(CancellationToken.None);

        Assert.Contains("assets.conf cannot be written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ScalarAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task Launch_ProgramsAreGone_NamesWhatIsMissing()
    {
        var options = Options with { Directory = Path.Combine(_root, "upgraded") };
        var user = ServerUser.Current();
        var cluster = await PrivateCluster.OpenAsync(options, user, CancellationToken.None);
        var upgraded = cluster with { Binaries = cluster.Binaries with { Directory = Path.Combine(_root, "gone") } };

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => new ServerLauncher(upgraded, user).LaunchAsync(options, portWanted: null, CancellationToken.None));
        var missing = Assert.Throws<DatabaseUnavailableException>(() => new ServerUser(null, null).Start("/gone/pg_ctl", []));

        Assert.Contains($"are gone from {upgraded.Binaries.Directory}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("/gone/pg_ctl", missing.Message, StringComparison.Ordinal);
        Assert.Contains("see that it is installed", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WatchdogKilledBefore_StopsServerAndLetsGo()
    {
        await using (var first = await StartAsync())
        {
            // What a signal to the whole process group does.
            using var search = Process.Start(new ProcessStartInfo("pgrep", ["-f", $"pg_ctl {first.DataDirectory}$"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!; // null only for shell execution
            var found = (await search.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.NotEmpty(found);
            foreach (var id in found)
            {
                using var watchdog = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                watchdog.Kill();
                await watchdog.WaitForExitAsync();
            }
        }

        await using var second = await StartAsync();

        Assert.False(second.Adopted);
    }

    [Fact]
    public async Task FindBinaries_NoneThere_NamesTheRemedy()
    {
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => PostgresBinaries.FindAsync([_root], clusterMajor: null, ServerUser.Current(), CancellationToken.None));

        Assert.Contains("none was found", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__assets", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindBinaries_ClusterOfAnotherVersion_NamesIt()
    {
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => PostgresBinaries.FindAsync(
            PostgresBinaries.KnownDirectories(), clusterMajor: 9, ServerUser.Current(), CancellationToken.None));

        Assert.Contains("was made by PostgreSQL 9", refused.Message, StringComparison.Ordinal);
    }

    private Task<PrivatePostgres> StartAsync() => PrivatePostgres.StartAsync(Options, NullLogger.Instance, CancellationToken.None);

    private static async Task ExecuteAsync(PrivatePostgres server, string sql) => await ScalarAsync(server, sql);

    private static async Task<object?> ScalarAsync(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
