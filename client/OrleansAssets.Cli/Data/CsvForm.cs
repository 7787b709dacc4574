using System.Globalization;
using CsvHelper;

namespace OrleansAssets.Cli.Data;

/// <summary>A column of a table for programs.</summary>
/// <param name="Name">In snake case, as the tables of the database have it.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, object?> ValueOf);

/// <summary>Writes rows as CSV: a header, commas, points in numbers, times as ISO 8601 in UTC.</summary>
internal static class CsvForm
{
    public static void Write<T>(TextWriter output, IEnumerable<T> rows, IReadOnlyList<CsvColumn<T>> columns)
    {
        using var csv = CsvWriter.Create(output, CsvWriterOptions.Default, leaveOpen: true);
        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }

        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                csv.WriteField(Text(column.ValueOf(row)));
            }

            csv.EndRecord();
        }
    }

    private static string? Text(object? value) => value switch
    {
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum name => name.ToString().ToLowerInvariant(),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
