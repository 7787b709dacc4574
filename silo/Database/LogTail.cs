namespace OrleansAssets.Database;

/// <summary>The end of a server's log.</summary>
internal static class LogTail
{
    private static readonly string[] Levels = ["FATAL:", "PANIC:", "ERROR:"];

    /// <summary>The last complaint, without time and process, else the last line; null without a log.</summary>
    public static string? Reason(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var lines = File.ReadLines(file).TakeLast(50).Where(line => line.Length > 0).ToArray();
        foreach (var line in lines.Reverse())
        {
            foreach (var level in Levels)
            {
                if (line.IndexOf(level, StringComparison.Ordinal) is var at and >= 0)
                {
                    return line[(at + level.Length)..].Trim();
                }
            }
        }

        return lines.LastOrDefault();
    }
}
