using System.Collections.Immutable;
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

    public static CsvHeader Match(IReadOnlyList<string> found, IReadOnlyList<ColumnRule> columns)
    {
        var names = found.Select(name => name.Trim()).ToList();
        if (names.Count == 0 || names.All(string.IsNullOrEmpty))
        {
            return Unreadable($"the file is empty; its first line must name the columns: {Names(columns)}");
        }

        var faults = new List<string>();
        var positions = columns.Select(column => names.FindIndex(name => Same(name, column.Name))).ToArray();
        var unknown = names.Where(name => !columns.Any(column => Same(name, column.Name))).ToList();
        if (names.Count == 1 && names[0].Split(';', '\t', '|').Length > 1)
        {
            return Unreadable("the columns are parted by another character; they must be parted by commas, and decimals by points");
        }

        foreach (var twice in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            faults.Add($"the column '{Show(twice.Key)}' is there {twice.Count()} times; name each once");
        }

        var absent = columns.Where((_, index) => positions[index] < 0).ToList();
        faults.AddRange(absent.Where(column => column.Required).Select(column => Missing(column, unknown)));

        // A name close to an optional column is a slip of the keyboard: reading on without its values would be wrong.
        faults.AddRange(
            from name in unknown
            let meant = NameHints.Slip(name, absent.Where(column => !column.Required).Select(column => column.Name))
            where meant is not null
            select $"the column '{Show(name)}' is not known; did you mean '{meant}'?");
        return new CsvHeader(positions, names.Count, [.. unknown.Select(Show)], [.. faults]);
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
