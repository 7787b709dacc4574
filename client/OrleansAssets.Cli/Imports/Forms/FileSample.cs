using System.Text;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>The beginning of a file, from which its form is told.</summary>
/// <param name="Records">The first records, the header among them; of JSON the names of the members come first.</param>
/// <param name="Separator">Null for JSON.</param>
/// <param name="Encoding">Null for UTF-8, and for what a byte order mark tells.</param>
/// <param name="Symbol">What the file itself says it is about, e.g. OANDA's <c>instrument</c>.</param>
/// <param name="Timeframe">As the file itself says it, e.g. OANDA's <c>granularity</c>.</param>
/// <param name="Fault">Why nothing can be told.</param>
internal sealed record FileSample(
    IReadOnlyList<string[]> Records, char? Separator, Encoding? Encoding, string EncodingName, string? Symbol = null,
    string? Timeframe = null, string? Fault = null)
{
    private const int BytesMax = 256 * 1024;
    private const int RecordsMax = 300;

    public bool IsJson => Separator is null;

    /// <param name="open">Opens the file at its beginning.</param>
    /// <param name="separator">What the user says it is; null finds it out.</param>
    public static FileSample Of(Func<Stream> open, char? separator)
    {
        var (bytes, isWhole) = Begin(open);
        var (encoding, name, text) = Decode(bytes);
        if (OtherForm(bytes, text) is { } other)
        {
            return new FileSample([], null, null, name, Fault: $"{other}; save it as text (CSV), or export it so, and import that");
        }

        return text.TrimStart('\ufeff', ' ', '\r', '\n', '\t') is ['[' or '{', ..]
            ? OfJson(open)
            : OfCsv(bytes, isWhole, separator, encoding, name);
    }

    /// <summary>What a file is that is neither text in columns nor JSON, as programs export reports; null for what may be read.</summary>
    private static string? OtherForm(byte[] bytes, string text) => (bytes, text.TrimStart('\ufeff', ' ', '\r', '\n', '\t')) switch
    {
        ([0x50, 0x4B, 0x03 or 0x05, ..], _) => "it is a workbook (XLSX) or another ZIP archive",
        ([0x1F, 0x8B, ..], _) => "it is compressed (gzip)",
        ([0xD0, 0xCF, 0x11, 0xE0, ..], _) => "it is a workbook (XLS)",
        ([0x25, 0x50, 0x44, 0x46, ..], _) => "it is a PDF",
        (_, ['<', ..] start) when start.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) => "it is a page (HTML)",
        (_, ['<', ..] start) when start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            || start.Contains("</", StringComparison.Ordinal) => "it is XML", // MetaTrader's headers are <DATE> and the like
        _ => null,
    };

    private static FileSample OfCsv(byte[] bytes, bool isWhole, char? separator, Encoding? encoding, string name)
    {
        var records = new List<string[]>();
        using var csv = new CsvRecords(new MemoryStream(bytes), separator, encoding);
        try
        {
            while (records.Count < RecordsMax && csv.Read())
            {
                records.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.Text)]);
            }
        }
        catch (UnreadableFileException)
        {
            // The reading of the whole file tells it, with its line.
        }

        if (!isWhole && records.Count is > 1 and < RecordsMax)
        {
            records.RemoveAt(records.Count - 1); // it may end in the middle
        }

        return new FileSample(records, csv.Separator, encoding, name);
    }

    private static FileSample OfJson(Func<Stream> open)
    {
        try
        {
            using var json = new JsonRecords(open());
            var records = new List<string[]> { json.Header.ToArray() };
            while (records.Count < RecordsMax && json.Read())
            {
                records.Add([.. Enumerable.Range(0, json.FieldCount).Select(json.Text)]);
            }

            return new FileSample(records, null, null, "UTF-8", json.RootMember("instrument"), json.RootMember("granularity"));
        }
        catch (UnreadableFileException exception)
        {
            return new FileSample([], null, null, "UTF-8", Fault: $"line {exception.Line} {exception.Message}");
        }
    }

    private static (byte[] Bytes, bool IsWhole) Begin(Func<Stream> open)
    {
        using var stream = open();
        var buffer = new byte[BytesMax];
        var length = stream.ReadAtLeast(buffer, BytesMax, throwOnEndOfStream: false);
        return (buffer[..length], length < BytesMax);
    }

    private static (Encoding? Encoding, string Name, string Text) Decode(byte[] bytes)
    {
        switch (bytes)
        {
            case [0xFF, 0xFE, ..]:
                return (null, "UTF-16 with a byte order mark", Encoding.Unicode.GetString(bytes));
            case [0xFE, 0xFF, ..]:
                return (null, "UTF-16 with a byte order mark", Encoding.BigEndianUnicode.GetString(bytes));
            case [0xEF, 0xBB, 0xBF, ..]:
                return (null, "UTF-8 with a byte order mark", Encoding.UTF8.GetString(bytes));
        }

        // The last character of the sample may be cut.
        var whole = bytes.Length;
        while (whole > 0 && bytes.Length - whole < 4 && bytes[whole - 1] >= 0x80)
        {
            whole--;
        }

        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, whole))
            ? (null, "UTF-8", Encoding.UTF8.GetString(bytes))
            : (Encoding.Latin1, "Latin-1", Encoding.Latin1.GetString(bytes));
    }
}
