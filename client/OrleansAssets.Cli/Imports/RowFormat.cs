using System.Collections.Immutable;
using OrleansAssets.Cli.Imports.Forms;
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

    /// <summary>Of which days a good row is; null where it is of none.</summary>
    public abstract (DateTimeOffset From, DateTimeOffset Until)? SpanOf(T row);

    /// <summary>Further figures of the rows that were read, for people and scripts.</summary>
    public virtual FileFigures Figures() => FileFigures.None;
}

/// <summary>What a format can tell of the rows that it read.</summary>
/// <param name="Days">Different days.</param>
/// <param name="Gaps">Bars that the market's calendar has and the file lacks.</param>
/// <param name="Trades">Round trips that its fills complete.</param>
/// <param name="OpenTrades">Round trips that its fills leave open.</param>
internal sealed record FileFigures(long? Days = null, long? Gaps = null, long? Trades = null, long? OpenTrades = null)
{
    public static FileFigures None { get; } = new();

    /// <summary>Days on which prices of shares change their unit, with asset and ratio.</summary>
    public ImmutableArray<string> Splits { get; init; } = [];

    /// <summary>What the book may make of it, for who has not sent it yet; null for nothing.</summary>
    public string? Warning { get; init; }
}

/// <summary>A column that a kind of file has.</summary>
internal sealed record ColumnRule(string Name, bool Required);

/// <summary>The values of the current row, by the position of their column in the format; an absent column reads as empty.</summary>
/// <param name="positions">Per column of the format its position in the file, -1 where the file lacks it.</param>
internal sealed class RowFields(IRecords records, FileForm form, IReadOnlyList<ColumnRule> columns, int[] positions)
{
    /// <summary>Where the row is.</summary>
    public long Line => records.Line;

    /// <summary>Whether the file has the column.</summary>
    public bool Has(int column) => positions[column] >= 0;

    /// <summary>The value as text, at most a few hundred characters in any fault.</summary>
    public string Text(int column) => positions[column] < 0 ? "" : records.Text(positions[column]);

    public bool IsEmpty(int column) => positions[column] < 0 || records.Field(positions[column]).IsEmpty;

    /// <summary>A number as the file writes them; null and a fault where it is none.</summary>
    public decimal? Number(int column, List<RowFault> faults)
    {
        if (!IsEmpty(column) && form.Numbers.TryParse(records.Field(positions[column]), out var value))
        {
            return value;
        }

        Add(column, form.Numbers.Rule, faults);
        return null;
    }

    /// <summary>A number with its unit behind it, e.g. <c>0.01BTC</c>; a number alone has none.</summary>
    public (decimal Value, string? Unit)? NumberWithUnit(int column, List<RowFault> faults)
    {
        var cell = IsEmpty(column) ? default : records.Field(positions[column]);
        var unit = cell.Length;
        while (unit > 0 && char.IsAsciiLetterOrDigit((char)cell[unit - 1]))
        {
            unit--;
        }

        while (unit < cell.Length && char.IsAsciiDigit((char)cell[unit]))
        {
            unit++;
        }

        if (!cell.IsEmpty && form.Numbers.TryParse(cell[..unit].TrimEnd((byte)' '), out var value))
        {
            return (value, unit == cell.Length ? null : System.Text.Encoding.ASCII.GetString(cell[unit..]).ToUpperInvariant());
        }

        Add(column, $"{form.Numbers.Rule}, with its unit behind it or without", faults);
        return null;
    }

    /// <summary>A number, or the fallback where the value is empty.</summary>
    public decimal? NumberOr(decimal fallback, int column, List<RowFault> faults) => IsEmpty(column) ? fallback : Number(column, faults);

    /// <summary>An instant in UTC; null and a fault where it is none.</summary>
    /// <param name="clock">A second column that has the time of day, where the file parts them.</param>
    public DateTimeOffset? Instant(int column, List<RowFault> faults, int? clock = null)
    {
        var isParted = clock is { } other && !IsEmpty(other);
        if (isParted
            ? form.Times.TryParse($"{Text(column)} {Text(clock!.Value)}", out var instant)
            : !IsEmpty(column) && form.Times.TryParse(records.Field(positions[column]), out instant))
        {
            return instant;
        }

        Add(column, form.Times.Format is { } format ? $"must be a time of the form {format}" : TimeForm.Rule, faults);
        return null;
    }

    /// <summary>A day; null and a fault where it is none.</summary>
    public DateOnly? Day(int column, List<RowFault> faults)
    {
        if (!IsEmpty(column) && (form.Times with { Zone = TimeZoneInfo.Utc }).TryParse(records.Field(positions[column]), out var instant)
            && instant.TimeOfDay == TimeSpan.Zero)
        {
            return DateOnly.FromDateTime(instant.UtcDateTime);
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
