using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace OrleansAssets.Database;

/// <summary>The place of a private cluster: the wished one, or elsewhere behind a link where the server's user cannot reach it.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ClusterDirectory
{
    /// <summary>The real directory behind a path. A link to nowhere is taken away.</summary>
    public static string Resolve(string path)
    {
        var info = new DirectoryInfo(path);
        if (info.LinkTarget is null)
        {
            return Path.GetFullPath(path);
        }

        if (info.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target)
        {
            return target.FullName;
        }

        info.Delete();
        return Path.GetFullPath(path);
    }

    public static void RequireEmpty(string directory)
    {
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw new DatabaseUnavailableException(
                $"The directory {directory} holds something that is not a PostgreSQL database: name another directory, or move this one "
                    + "away.");
        }
    }

    /// <summary>Where a new cluster goes.</summary>
    public static async Task<string> ChooseAsync(PrivatePostgresOptions options, ServerUser user, CancellationToken cancellationToken)
    {
        var wished = Path.GetFullPath(options.Directory);
        await MakeOwnedAsync(wished + ".new", user, cancellationToken);
        if (user.Name is null || await CanWriteAsync(wished + ".new", user, cancellationToken))
        {
            return wished;
        }

        Directory.Delete(wished + ".new");
        return FreeFallback(options.FallbackDirectory, wished);
    }

    /// <summary>Makes a new empty directory of the server's user, in place of what a killed attempt left.</summary>
    public static async Task MakeOwnedAsync(string directory, ServerUser user, CancellationToken cancellationToken)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(directory)!); // never the root
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (user.Name is not null)
        {
            var root = new ServerUser(null, null);
            var result = await root.RunAsync("chown", [user.Name, directory], input: null, cancellationToken);
            if (result.ExitCode != 0)
            {
                throw new DatabaseUnavailableException(
                    $"The directory {directory} could not be given to the user {user.Name}: {result.LastLine}.");
            }
        }
    }

    /// <summary>Gives a finished cluster its name, and the wished path a link where the cluster lies elsewhere.</summary>
    public static void PutInPlace(string unfinished, string directory, string wished)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory); // empty: anything else was refused
        }

        Directory.Move(unfinished, directory);
        if (directory != Path.GetFullPath(wished))
        {
            if (Directory.Exists(wished))
            {
                Directory.Delete(wished);
            }

            Directory.CreateSymbolicLink(wished, directory);
        }
    }

    private static async Task<bool> CanWriteAsync(string directory, ServerUser user, CancellationToken cancellationToken) =>
        (await user.RunAsync("/bin/sh", ["-c", "test -w \"$1\"", "sh", directory], input: null, cancellationToken)).ExitCode == 0;

    // A checkout that was deleted may have left its cluster, and one that was moved may still use it: neither is touched.
    private static string FreeFallback(string parent, string wished)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wished)))[..16];
        Directory.CreateDirectory(parent);
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => Path.Combine(parent, number == 1 ? hash : string.Create(CultureInfo.InvariantCulture, $"{hash}-{number}")))
            .First(directory => !Directory.Exists(directory));
    }
}
