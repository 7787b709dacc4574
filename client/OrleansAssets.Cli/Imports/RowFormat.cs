using System.Globalization;
using System.Text;
using CsvHelper;
using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Imports;

/// <summary>How one kind of file is read: its columns, and a row of it. One instance reads a file once: it remembers what it saw.</summary>
internal abstract class RowFormat<T>
    where T : class
{
    /// <summary>The columns a file may have, in the order of the documentation.</summary>
    public abstract IReadOnlyList<ColumnRule> Columns { get; }

    /// <summary>Reads and checks a row.</summary>
    /// <param name="fields">The row's values, by position in <see cref="Columns"/>.</param>
    /// <param name="faults">Takes every fault; the row is good where none is added.</param>
    public abstract T? Read(RowFields fields, List<RowFault> faults);

    /// <summary>Whether a good row is odd enough to be counted as a warning.</summary>
    public virtual bool IsOdd(T row) => false;
}

/// <summary>A column that a kind of file has.</summary>
internal sealed record ColumnRule(string Name, bool Required);

/// <summary>The values of the current row, by the position of their column in the format; an absent column reads as empty.</summary>
/// <param name="positions">Per column of the format its position in the file, -1 where the file lacks it.</param>
internal sealed class RowFields(CsvReader reader, IReadOnlyList<ColumnRule> columns, int[] positions)
{
    private const int InstantLengthMax = 40;
    private const string CommonInstant = "yyyy-MM-dd'T'HH:mm:ssK";
    private const string InstantRule = "must be an ISO-8601 time, e.g. 2024-01-31T13:45:00Z (without an offset it is UTC)";
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Whether the file has the column.</summary>
    public bool Has(int column) => positions[column] >= 0;

    /// <summary>The value as text, at most a few hundred characters in any fault.</summary>
    public string Text(int column) => positions[column] < 0 ? "" : reader.GetString(positions[column]);

    public bool IsEmpty(int column) => positions[column] < 0 || reader.GetSpan(positions[column]).IsEmpty;

    /// <summary>A number in plain or exponent form, with a point; null and a fault where it is none.</summary>
    public decimal? Number(int column, List<RowFault> faults)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!IsEmpty(column) && decimal.TryParse(reader.GetSpan(positions[column]), style, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        Add(column, "must be a number with a point, e.g. 1234.5", faults);
        return null;
    }

    /// <summary>A number, or the fallback where the value is empty.</summary>
    public decimal? NumberOr(decimal fallback, int column, List<RowFault> faults) => IsEmpty(column) ? fallback : Number(column, faults);

    /// <summary>An instant in UTC; null and a fault where it is none.</summary>
    public DateTimeOffset? Instant(int column, List<RowFault> faults)
    {
        Span<char> buffer = stackalloc char[InstantLengthMax];
        var bytes = positions[column] < 0 ? default : reader.GetSpan(positions[column]);
        if (bytes.Length is > 0 and <= InstantLengthMax
            && Ascii.ToUtf16(bytes, buffer, out var length) == System.Buffers.OperationStatus.Done)
        {
            ReadOnlySpan<char> text = buffer[..length];
            if (DateTimeOffset.TryParseExact(text, CommonInstant, CultureInfo.InvariantCulture, Utc, out var instant)
                || DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, Utc, out instant))
            {
                return instant;
            }
        }

        Add(column, InstantRule, faults);
        return null;
    }

    /// <summary>A day; null and a fault where it is none.</summary>
    public DateOnly? Day(int column, List<RowFault> faults)
    {
        if (DateOnly.TryParseExact(Text(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Add(column, "must be a day, e.g. 2024-01-31", faults);
        return null;
    }

    /// <summary>Notes a fault of a value, which is cut to a length that a person reads.</summary>
    public void Add(int column, string rule, List<RowFault> faults) =>
        faults.Add(new RowFault(columns[column].Name, Shorten(Text(column)), rule));

    internal static string Shorten(string value)
    {
        const int lengthMax = 60;
        return value.Length <= lengthMax ? value : $"{value[..lengthMax]}... ({value.Length} characters)";
    }
}
