using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Data;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Data;

/// <summary>Candles drawn with blocks: a column each, of more than fit several as one.</summary>
internal static class CandleChart
{
    private const int ColumnsMax = 72;
    private const int Lines = 12;

    private static readonly Style Rising = new(Color.Green);
    private static readonly Style Falling = new(Color.Red);

    public static IRenderable Of(IReadOnlyList<CandleRow> rows)
    {
        var columns = Columns(rows);
        var (low, high) = (columns.Min(column => column.Low), columns.Max(column => column.High));
        var labels = Enumerable.Range(0, Lines).Select(line => Label(line, low, high)).ToArray();
        var width = labels.Max(label => label.Length);
        var chart = new Paragraph();
        for (var line = 0; line < Lines; line++)
        {
            chart.Append($" {labels[line].PadLeft(width)} ");
            foreach (var column in columns)
            {
                chart.Append(Cell(column, line, low, high).ToString(), column.Close >= column.Open ? Rising : Falling);
            }

            chart.Append("\n");
        }

        return chart;
    }

    /// <summary>As many columns as fit: of several candles the first open, the last close and the extremes.</summary>
    internal static ImmutableArray<CandleRow> Columns(IReadOnlyList<CandleRow> rows)
    {
        var each = (rows.Count + ColumnsMax - 1) / ColumnsMax;
        return
        [
            .. rows.Chunk(Math.Max(1, each)).Select(part => new CandleRow(
                part[0].OpenTime, part[0].Open, part.Max(row => row.High), part.Min(row => row.Low), part[^1].Close,
                part.Sum(row => row.Volume))),
        ];
    }

    /// <summary>The block of a column in a line, 0 at the top: its body, its wick, or nothing.</summary>
    internal static char Cell(CandleRow column, int line, decimal low, decimal high)
    {
        bool Crosses(decimal from, decimal to) => LineOf(to, low, high) <= line && line <= LineOf(from, low, high);
        return Crosses(Math.Min(column.Open, column.Close), Math.Max(column.Open, column.Close)) ? '█'
            : Crosses(column.Low, column.High) ? '│'
            : ' ';
    }

    private static int LineOf(decimal price, decimal low, decimal high) =>
        high == low ? Lines / 2 : (int)Math.Clamp((high - price) / (high - low) * (Lines - 1) + 0.5m, 0, Lines - 1);

    private static string Label(int line, decimal low, decimal high)
    {
        var price = high - ((high - low) * line / (Lines - 1));
        return price.ToString(high - low < 1 ? "0.0000" : "#,0.00", CultureInfo.InvariantCulture);
    }
}
