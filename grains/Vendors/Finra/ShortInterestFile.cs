using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansAssets.Vendors.Finra;

/// <summary>
/// One share's row of a file: fields between <c>|</c> under a row of names, whatever its ending <c>.csv</c> says. The file is searched as
/// bytes, so that the 20,000 rows that are not asked for cost nothing but reading.
/// </summary>
/// <param name="DaysToCover">Null where the file says 999.99, which means that the share was not traded.</param>
internal sealed record ShortInterestFile(DateOnly Settled, decimal Shares, decimal? DaysToCover)
{
    private const byte Separator = (byte)'|';
    private const int FieldsMax = 64;
    private const decimal NotTraded = 999.99m;

    /// <summary>What is wrong with what is no such file at all.</summary>
    public const string NoNames = "has no row of names with the documented ones";

    /// <summary>The row of a share; null where the file has none.</summary>
    public static Result<ShortInterestFile?> Find(ReadOnlySpan<byte> file, string symbol)
    {
        var header = TakeLine(ref file);
        Span<Range> names = stackalloc Range[FieldsMax];
        names = names[..Split(header, names)];
        var (name, settled) = (IndexOf(header, names, "symbolCode"u8), IndexOf(header, names, "settlementDate"u8));
        var (shares, days) = (IndexOf(header, names, "currentShortPositionQuantity"u8), IndexOf(header, names, "daysToCoverQuantity"u8));
        if (name < 0 || settled < 0 || shares < 0 || days < 0)
        {
            return NoNames;
        }

        var wanted = Encoding.UTF8.GetBytes(symbol);
        Span<Range> fields = stackalloc Range[FieldsMax];
        while (!file.IsEmpty)
        {
            var line = TakeLine(ref file);
            var count = Split(line, fields);
            if (name < count && line[fields[name]].SequenceEqual(wanted))
            {
                return count == names.Length && RowOf(line[fields[settled]], line[fields[shares]], line[fields[days]]) is { } row
                    ? row : $"has a row of {symbol} that is not of the documented form";
            }
        }

        return default(Result<ShortInterestFile?>);
    }

    /// <summary>Writes where the fields of a line are and returns how many there are; what is too many is left out.</summary>
    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var (count, start) = (0, 0);
        while (count < fields.Length && start <= line.Length)
        {
            var length = line[start..].IndexOf(Separator);
            var end = length < 0 ? line.Length : start + length;
            fields[count++] = start..end;
            start = end + 1;
        }

        return count;
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> file)
    {
        var end = file.IndexOf((byte)'\n');
        var line = end < 0 ? file : file[..end];
        file = end < 0 ? default : file[(end + 1)..];
        return line.TrimEnd("\r"u8);
    }

    private static int IndexOf(ReadOnlySpan<byte> header, ReadOnlySpan<Range> names, ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (header[names[index]].SequenceEqual(name))
            {
                return index;
            }
        }

        return -1;
    }

    private static ShortInterestFile? RowOf(ReadOnlySpan<byte> settled, ReadOnlySpan<byte> shares, ReadOnlySpan<byte> days)
        => DateOf(settled) is { } date && NumberOf(shares) is ({ } quantity and >= 0) && NumberOf(days) is ({ } cover and >= 0)
            ? new ShortInterestFile(date, quantity, cover == NotTraded ? null : cover) : null;

    private static decimal? NumberOf(ReadOnlySpan<byte> text)
        => Utf8Parser.TryParse(text, out decimal value, out var used) && used == text.Length ? value : null;

    private static DateOnly? DateOf(ReadOnlySpan<byte> text)
        => DateOnly.TryParseExact(
            Encoding.UTF8.GetString(text), ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date : null;
}
