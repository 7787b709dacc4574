namespace OrleansAssets.Cli.Performance;

/// <summary>The course of a figure in one line of blocks.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    private const int WidthMax = 60;

    /// <param name="values">Oldest first; of more than fit, evenly spaced ones and the last.</param>
    public static string Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return "";
        }

        var width = Math.Min(WidthMax, values.Count);
        var shown = Enumerable.Range(1, width).Select(column => values[(int)((long)column * values.Count / width) - 1]).ToArray();
        var (low, high) = (shown.Min(), shown.Max());
        return string.Concat(shown.Select(value =>
            Blocks[high > low ? (int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1)) : Blocks.Length - 1]));
    }
}
