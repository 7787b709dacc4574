using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>
/// A table whose cells are never squeezed: a column that wraps has a floor, and where the page is too narrow for it, its text stands below
/// the row over the whole width. A table without a row says so.
/// </summary>
internal sealed class AnswerTable : IRenderable
{
    /// <summary>Fewest characters of a column that wraps: under it sentences become towers of words.</summary>
    private const int WrapFloor = 32;

    private const int Gap = 2;
    private const int DetailIndent = 3;

    private readonly List<AnswerColumn> _columns = [];
    private readonly List<IRenderable[]> _rows = [];

    /// <param name="headings">One that starts with <c>&gt;</c> aligns its column to the right, with <c>~</c> lets it wrap.</param>
    public AnswerTable(params ReadOnlySpan<string> headings)
    {
        foreach (var heading in headings)
        {
            _columns.Add(new AnswerColumn(heading.TrimStart('>', '~'), heading.StartsWith('>'), heading.StartsWith('~')));
        }
    }

    public int Count => _rows.Count;

    /// <summary>What a table says that has no row.</summary>
    public string Empty { get; init; } = "None.";

    public void Row(params IEnumerable<IRenderable> cells) => _rows.Add([.. cells]);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(WrapFloor, maxWidth), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => Choose(options, maxWidth).Render(options, maxWidth);

    private IRenderable Choose(RenderOptions options, int maxWidth)
    {
        if (_rows.Count == 0)
        {
            return new Rows(new Text($" {Empty}"));
        }

        var widths = _columns.Select((column, index) => _rows
            .Select(row => row[index].Measure(options, int.MaxValue).Max)
            .Append(column.Heading.Length)
            .Max()).ToArray();
        var wrapping = _columns.Count(column => column.Wraps);
        var left = maxWidth - Gap - _columns.Index().Sum(at => (at.Item.Wraps ? 0 : widths[at.Index]) + Gap);
        var wanted = _columns.Index().Where(at => at.Item.Wraps).Sum(at => Math.Min(widths[at.Index], WrapFloor));
        return wrapping == 0 || left >= wanted ? Whole() : Stacked(widths);
    }

    private Table Whole()
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in _columns)
        {
            var made = new TableColumn(Heading(column)) { Padding = new Padding(0, 0, 1, 0), NoWrap = !column.Wraps };
            table.AddColumn(column.IsRight ? made.RightAligned() : made.LeftAligned());
        }

        foreach (var row in _rows)
        {
            table.AddRow(row);
        }

        return table;
    }

    /// <summary>The columns that do not wrap, and below each row what those that wrap have to say.</summary>
    private Rows Stacked(int[] widths)
    {
        var kept = _columns.Index().Where(at => !at.Item.Wraps).ToArray();
        var told = _columns.Index().Where(at => at.Item.Wraps).ToArray();
        return new Rows(
        [
            new Text(""),
            Line(kept.Select(at => (IRenderable)Heading(at.Item))),
            new Rule { Style = Style.Plain },
            .. _rows.SelectMany(row => told
                .Where(at => row[at.Index] is not Text { Length: 0 or 1 }) // nothing, or the dash that stands for it
                .Select(at => (IRenderable)new Padder(row[at.Index], new Padding(DetailIndent, 0, 0, 0)))
                .Prepend(Line(kept.Select(at => row[at.Index])))),
            new Text(""),
        ]);

        Grid Line(IEnumerable<IRenderable> cells)
        {
            var grid = new Grid();
            foreach (var at in kept)
            {
                var column = new GridColumn { Width = widths[at.Index], NoWrap = true, Padding = new Padding(1, 0, 1, 0) };
                grid.AddColumn(at.Item.IsRight ? column.RightAligned() : column.LeftAligned());
            }

            return grid.AddRow([.. cells]);
        }
    }

    private static Text Heading(AnswerColumn column) =>
        new(column.Heading, new Style(decoration: Decoration.Bold)) { Overflow = Overflow.Ellipsis };

    private readonly record struct AnswerColumn(string Heading, bool IsRight, bool Wraps);
}
