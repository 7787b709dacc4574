using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>Checks a file's lines before they are parsed, for what the parser would report badly.</summary>
internal static class TextLines
{
    /// <summary>
    /// Reports tabs in the indentation and control characters, and gives back the text with spaces in their place, so that the rest of
    /// the file can still be checked.
    /// </summary>
    internal static string Check(Document document, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var before = "";
        for (var index = 0; index < lines.Length; index++)
        {
            lines[index] = CheckControls(document, CheckIndentation(document, lines[index], index + 1, before), index + 1);
            before = lines[index].AsSpan().TrimStart() is [not '#', ..] ? lines[index] : before;
        }

        return string.Join('\n', lines);
    }

    private static string CheckIndentation(Document document, string line, int number, string before)
    {
        var content = line.TrimStart(' ', '\t');
        var indentation = line[..^content.Length];
        if (!indentation.Contains('\t', StringComparison.Ordinal))
        {
            return line;
        }

        if (content.Length > 0 && content[0] != '#')
        {
            var column = indentation.IndexOf('\t', StringComparison.Ordinal) + 1;
            document.Fault(new Place(number, column), "", "a tab in the indentation", "must be indented with spaces");
        }

        return LikelyIndentation(before) + content;
    }

    // As deep as the line before, or one step deeper where that one opens a section: a guess that lets the rest of the file be checked.
    private static string LikelyIndentation(string before)
    {
        var opens = before.Split(" #")[0].TrimEnd().EndsWith(':');
        return new string(' ', before.Length - before.TrimStart(' ').Length + (opens ? 2 : 0));
    }

    private static string CheckControls(Document document, string line, int number)
    {
        var first = line.TakeWhile(character => !IsForbidden(character)).Count();
        if (first == line.Length)
        {
            return line;
        }

        document.Fault(new Place(number, first + 1), "", $"the character U+{(int)line[first]:X4}", "must be printable text");
        return string.Concat(line.Select(character => IsForbidden(character) ? ' ' : character));
    }

    private static bool IsForbidden(char character) => (char.IsControl(character) && character != '\t') || character == '\uFEFF';
}
