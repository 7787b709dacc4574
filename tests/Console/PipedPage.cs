using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Tests.Console;

/// <summary>A page of the console as a pipe or a file gets it.</summary>
internal static class PipedPage
{
    /// <summary>Its lines, without those that are blank.</summary>
    public static string[] Render(int columns, params IRenderable[] parts)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = columns;
        foreach (var part in parts)
        {
            console.Write(part);
        }

        return [.. writer.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
