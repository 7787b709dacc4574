using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>A text for people that wraps between words, and never between a number and its per cent.</summary>
/// <remarks>The library breaks at every blank, also at those that are made not to: they are given to it as a sign that is none.</remarks>
internal sealed class UnbrokenText(IRenderable inner) : IRenderable
{
    private const char Blank = '\uE000';

    /// <summary>A text of its own.</summary>
    public static UnbrokenText Of(string text) => new(new Text(Kept(text))) { Length = text.Length };

    /// <summary>Characters of the text; 0 where it was made of parts.</summary>
    public int Length { get; private init; }

    /// <summary>A text for the inside of one: with the blanks that must not be broken at.</summary>
    public static string Kept(string text) => text.Replace(" %", $"{Blank}%", StringComparison.Ordinal);

    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(
        part => part.Text.Contains(Blank, StringComparison.Ordinal) ? new Segment(part.Text.Replace(Blank, ' '), part.Style) : part);
}
