using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>The few shapes that every answer is made of.</summary>
internal static class PageParts
{
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Warning = new(Color.Yellow);
    private static readonly Style Bad = new(Color.Red);

    /// <summary>A table. A heading that starts with <c>&gt;</c> aligns its column to the right, with <c>~</c> lets it wrap.</summary>
    public static AnswerTable Table(params ReadOnlySpan<string> headings) => new(headings);

    public static UnbrokenText Cell(string? value) => UnbrokenText.Of(string.IsNullOrEmpty(value) ? ValueText.None : value);

    public static Text GoodIf(bool good, string text) => new(text, good ? Good : Warning);

    public static Text BadIf(bool bad, string text) => new(text, bad ? Bad : Style.Plain);

    public static Text Colored(string text, bool? good) => new(text, good switch { true => Good, false => Bad, null => Warning });

    /// <summary>Names and values under each other.</summary>
    public static Grid Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Padding(1, 0, 2, 0)).AddColumn(new GridColumn().Padding(0, 0));
        foreach (var (name, value) in facts)
        {
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), Cell(value));
        }

        return grid;
    }

    /// <summary>Those of them that have a value: what there is none of is not said line by line.</summary>
    public static Grid KnownFacts(params IEnumerable<(string Name, string? Value)> facts) =>
        Facts(facts.Where(fact => !string.IsNullOrEmpty(fact.Value) && fact.Value != ValueText.None));

    public static IRenderable Line(string text) => new Rows(UnbrokenText.Of(text));
}
