namespace OrleansAssets.Cli.Output;

/// <summary>Writes a file beside its place and then moves it there: the whole of it, or nothing.</summary>
/// <remarks>
/// What a link leads to is written, and the link stays. What is there and empty may be a device or a pipe: it is written into, and never
/// replaced by a file.
/// </remarks>
internal static class WholeFile
{
    /// <summary>Answers what the writing answered.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written there.</exception>
    public static async Task<T> WriteAsync<T>(string name, Func<Stream, Task<T>> write, CancellationToken cancellationToken)
    {
        var named = new FileInfo(name);
        var path = named.LinkTarget is null ? name : named.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? name;
        var isReplaced = !Path.Exists(path) || new FileInfo(path) is { Exists: true, Length: > 0 };
        var partial = $"{(isReplaced ? path : Path.Combine(Path.GetTempPath(), "assets"))}.{Guid.NewGuid():N}.tmp";
        try
        {
            T answer;
            await using (var stream = new FileStream(partial, FileMode.CreateNew))
            {
                answer = await write(stream);
            }

            if (isReplaced)
            {
                File.Move(partial, path, overwrite: true);
                return answer;
            }

            await using var whole = File.OpenRead(partial);
            await using var there = new FileStream(path, FileMode.Open, FileAccess.Write);
            await whole.CopyToAsync(there, cancellationToken);
            return answer;
        }
        finally
        {
            File.Delete(partial); // there only where it failed, or was written into what was there
        }
    }

    /// <summary>What to tell of a file that could not be written; null where it failed for another reason.</summary>
    /// <param name="option">Which named it, e.g. <c>--csv</c>.</param>
    public static CommandError? FaultOf(string option, string path, Exception exception) =>
        exception is IOException or UnauthorizedAccessException
            ? CommandError.BadInput(
                $"{option} {path} cannot be written ({exception.Message.TrimEnd('.')}); "
                + "name a file in a directory that exists and is yours.")
            : null;
}
