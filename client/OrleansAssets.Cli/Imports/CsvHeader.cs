using System.Collections.Immutable;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Imports;

/// <summary>The first line of a file, matched with the columns that its kind has.</summary>
/// <param name="Positions">Per column of the format its position in the file, -1 where the file lacks it.</param>
/// <param name="Ignored">Columns of the file that nothing is read from.</param>
/// <param name="Faults">Why the file cannot be read; empty for a good header.</param>
internal sealed record CsvHeader(int[] Positions, int FieldCount, ImmutableArray<string> Ignored, ImmutableArray<string> Faults)
{
    private const int NameLengthShown = 40;

    public static CsvHeader Unreadable(string fault) => new([], 0, [], [fault]);

    /// <param name="found">Names in the file.</param>
    /// <param name="columns">Ours.</param>
    /// <param name="layout">What ours are called there.</param>
    public static CsvHeader Match(IReadOnlyList<string> found, IReadOnlyList<ColumnRule> columns, Layout layout)
    {
        var names = found.Select(name => name.Trim()).ToList();
        if (names.Count == 0 || names.All(string.IsNullOrEmpty))
        {
            return Unreadable($"the file is empty; its first line must name the columns: {Names(columns)}");
        }

        var faults = new List<string>();
        var positions = columns.Select(column => layout.PositionOf(column.Name, names)).ToArray();
        var unknown = names.Where((_, index) => !positions.Contains(index)).ToList();
        if (names.Count == 1 && names[0].Split(';', '\t', '|').Length > 1)
        {
            return Unreadable("the columns are parted by another character: say which with --separator");
        }

        foreach (var twice in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            if (positions.Any(position => position >= 0 && Same(names[position], twice.Key)))
            {
                faults.Add($"the column '{Show(twice.Key)}' is there {twice.Count()} times; name each once, and save one asset a file");
            }
        }

        var absent = columns.Where((_, index) => positions[index] < 0).ToList();
        faults.AddRange(absent.Where(column => column.Required).Select(column => Missing(column, unknown)));

        // A name close to an optional column is a slip of the keyboard: reading on without its values would be wrong.
        faults.AddRange(
            from name in layout.IsOwn ? unknown : []
            let meant = NameHints.Slip(name, absent.Where(column => !column.Required).Select(column => column.Name))
            where meant is not null
            select $"the column '{Show(name)}' is not known; did you mean '{meant}'?");
        if (faults.Count > 0 && layout.IsOwn && !layout.Matches(names))
        {
            var known = string.Join(", ", Layouts.All.Where(one => one.Kind == layout.Kind && !one.IsOwn).Select(one => one.Name));
            faults.Add(known.Length == 0
                ? $"a file has the columns {Names(columns)}"
                : $"it has none of the layouts that are known ({known}); without one of them a file has the columns {Names(columns)}");
        }

        return new CsvHeader(positions, names.Count, [.. unknown.Where(name => name.Length > 0).Select(Show)], [.. faults]);
    }

    private static string Missing(ColumnRule column, List<string> unknown)
    {
        var near = NameHints.Slip(column.Name, unknown.Where(name => name.Length <= NameLengthShown));
        return $"the column '{column.Name}' is missing{(near is null ? "" : $"; is '{near}' meant to be it?")}";
    }

    private static string Names(IReadOnlyList<ColumnRule> columns) =>
        string.Join(",", columns.Where(column => column.Required).Select(column => column.Name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string Show(string name) => name.Length <= NameLengthShown ? name : $"{name[..NameLengthShown]}...";
}
