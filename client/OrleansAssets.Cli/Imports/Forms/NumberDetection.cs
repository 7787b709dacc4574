namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>Finds out how numbers are written, from some of them.</summary>
internal sealed class NumberDetection
{
    private static readonly char[] Unit = [.. Enumerable.Range('A', 26).Concat(Enumerable.Range('a', 26)).Select(one => (char)one), ' '];

    private string? _withPoint, _withComma, _unclearPoint, _unclearComma;
    private char? _gap, _grouped;

    private NumberDetection()
    {
    }

    /// <summary>The form of numbers, or why it cannot be told without being asked.</summary>
    /// <param name="mark">The decimal mark, where the user says it.</param>
    public static (NumberForm Form, string? Fault) Detect(IEnumerable<string> cells, char? mark)
    {
        var seen = new NumberDetection();
        foreach (var cell in cells)
        {
            seen.See(cell.Trim().TrimStart('-', '+').TrimEnd(Unit));
        }

        return mark is { } said ? (seen.With(said), null) : seen.Conclude();
    }

    private (NumberForm Form, string? Fault) Conclude()
    {
        if (_withPoint is not null && _withComma is not null)
        {
            return (NumberForm.Plain, $"its numbers are written in two ways, '{_withPoint}' and '{_withComma}': write them in one, or say "
                + "--decimal point or --decimal comma, and the rows of the other one are named");
        }

        // 158.112 is a price with three decimals far more often than a hundred thousands; 158,112 may be either.
        return _withComma is null && _withPoint is null && _unclearComma is not null
            ? (NumberForm.Plain, $"'{_unclearComma}' may be thousands or a fraction: say --decimal point or --decimal comma")
            : (With(_withComma is null ? '.' : ','), null);
    }

    private NumberForm With(char mark)
    {
        var other = mark == '.' ? ',' : '.';
        var isOtherThere = mark == '.' ? (_unclearComma ?? _withComma) is not null : (_unclearPoint ?? _withPoint) is not null;
        return new NumberForm(mark, isOtherThere || _grouped == other ? other : _gap);
    }

    private void See(string cell)
    {
        var last = cell.LastIndexOfAny(['.', ',']);
        foreach (var character in cell)
        {
            _gap ??= NumberForm.IsGap(character) ? character : null;
        }

        if (last < 0)
        {
            return;
        }

        var (found, other) = (cell[last], cell[last] == '.' ? ',' : '.');
        if (cell.Contains(other, StringComparison.Ordinal))
        {
            _grouped ??= other;
            Note(found, cell);
        }
        else if (cell.IndexOf(found, StringComparison.Ordinal) < last)
        {
            _grouped ??= found;
            Note(other, cell);
        }
        else if (MayBeThousands(cell, last))
        {
            _unclearPoint ??= found == '.' ? cell : null;
            _unclearComma ??= found == ',' ? cell : null;
        }
        else
        {
            Note(found, cell);
        }
    }

    private void Note(char mark, string cell)
    {
        if (mark == '.')
        {
            _withPoint ??= cell;
        }
        else
        {
            _withComma ??= cell;
        }
    }

    private static bool MayBeThousands(string cell, int mark) =>
        cell.Length - mark - 1 == 3 && mark is >= 1 and <= 3 && cell[0] != '0' && cell.Skip(mark + 1).All(char.IsAsciiDigit);
}
