namespace OrleansAssets.Silo.Hosting;

/// <summary>Files of the data directory that are for their owner's eyes only.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>Writes the file in one step: a reader sees the old or the new one, never half. Readable by its owner only.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // a full path of a file has a directory
        var unfinished = full + ".new";
        File.Delete(unfinished);
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(unfinished, creation))
        {
            write(stream);
            stream.Flush(flushToDisk: true); // what is renamed before it is there is empty after a loss of power
        }

        File.Move(unfinished, full, overwrite: true);
    }
}
