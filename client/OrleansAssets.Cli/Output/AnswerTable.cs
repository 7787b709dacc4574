using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>
/// A table whose cells are never squeezed and whose numbers, ids and words are never broken: a column that wraps has a floor. Where the
/// page is too narrow, as many columns as fit stand beside one another, and what the others say stands below each row, by its heading; a
/// text that wraps over the whole width. A table without a row says of what there is none.
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

    /// <summary>What a table says that has no row; by itself, that there is none of what its first column names.</summary>
    public string? Empty { get; init; }

    public void Row(params IEnumerable<IRenderable> cells) => _rows.Add([.. cells]);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(WrapFloor, maxWidth), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => Choose(options, maxWidth).Render(options, maxWidth);

    private IRenderable Choose(RenderOptions options, int maxWidth)
    {
        if (_rows.Count == 0)
        {
            return new Rows(new Text($" {Empty ?? $"No {_columns[0].Heading.ToLowerInvariant()}."}"));
        }

        var widths = _columns.Select((column, index) => _rows
            .Select(row => row[index].Measure(options, int.MaxValue).Max)
            .Append(column.Heading.Length)
            .Max()).ToArray();
        var left = maxWidth - Gap - _columns.Index().Sum(at => (at.Item.Wraps ? 0 : widths[at.Index]) + Gap);
        var wanted = _columns.Index().Where(at => at.Item.Wraps).Sum(at => Math.Min(widths[at.Index], WrapFloor));
        return left >= wanted ? Whole() : Stacked(options, widths, maxWidth);
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

    /// <summary>
    /// Of the columns that do not wrap the first ones, as many as fit, and below each row what the others have to say.
    /// </summary>
    private Rows Stacked(RenderOptions options, int[] widths, int maxWidth)
    {
        var used = 0;
        var whole = _columns.Index().Where(at => !at.Item.Wraps).ToArray();
        var kept = whole.TakeWhile(at => (used += widths[at.Index] + Gap) <= maxWidth || at == whole[0]).ToArray();
        var beyond = whole[kept.Length..];
        var told = _columns.Index().Where(at => at.Item.Wraps).ToArray();
        return new Rows(
        [
            new Text(""),
            Line(kept, widths, kept.Select(at => (IRenderable)Heading(at.Item))),
            new Rule { Style = Style.Plain },
            .. _rows.SelectMany(row => Below(row)
                .Select(text => (IRenderable)new Padder(text, new Padding(DetailIndent, 0, 0, 0)))
                .Prepend(Line(kept, widths, kept.Select(at => row[at.Index])))),
            new Text(""),
        ]);

        IEnumerable<IRenderable> Below(IRenderable[] row)
        {
            var others = beyond.Where(at => Says(row[at.Index])).ToArray();
            var texts = told.Where(at => Says(row[at.Index])).Select(at => row[at.Index]);
            return others.Length == 0 ? texts : texts.Prepend(Named(others, row, options, widths));
        }
    }

    // Heading and value, as a sentence that wraps between words.
    private static UnbrokenText Named((int Index, AnswerColumn Item)[] columns, IRenderable[] row, RenderOptions options, int[] widths)
    {
        var paragraph = new Paragraph();
        foreach (var (index, column) in columns)
        {
            paragraph.Append($"{(index == columns[0].Index ? "" : ", ")}{column.Heading} ");
            foreach (var part in row[index].Render(options, widths[index]).Where(part => !part.IsLineBreak))
            {
                paragraph.Append(UnbrokenText.Kept(part.Text), part.Style);
            }
        }

        return new UnbrokenText(paragraph);
    }

    private static Grid Line((int Index, AnswerColumn Item)[] kept, int[] widths, IEnumerable<IRenderable> cells)
    {
        var grid = new Grid();
        foreach (var at in kept)
        {
            var column = new GridColumn { Width = widths[at.Index], NoWrap = true, Padding = new Padding(1, 0, 1, 0) };
            grid.AddColumn(at.Item.IsRight ? column.RightAligned() : column.LeftAligned());
        }

        return grid.AddRow([.. cells]);
    }

    /// <summary>Whether a cell is more than nothing, or than the dash that stands for it.</summary>
    private static bool Says(IRenderable cell) => cell is not (Text { Length: 0 or 1 } or UnbrokenText { Length: 0 or 1 });

    private static Text Heading(AnswerColumn column) =>
        new(column.Heading, new Style(decoration: Decoration.Bold)) { Overflow = Overflow.Ellipsis };

    private readonly record struct AnswerColumn(string Heading, bool IsRight, bool Wraps);
}
