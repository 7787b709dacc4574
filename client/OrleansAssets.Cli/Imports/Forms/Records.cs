using System.Text;
using CsvHelper;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>A file as records of fields, read forward; memory does not depend on the file's size.</summary>
internal interface IRecords : IDisposable
{
    /// <summary>Bytes read so far, for progress.</summary>
    long BytesRead { get; }

    /// <summary>Where the current record is: its line, counted from 1; in JSON its number.</summary>
    long Line { get; }

    int FieldCount { get; }

    /// <summary>What is wrong with the form of the current record; null where nothing is.</summary>
    (string Value, string Rule)? Malformed { get; }

    /// <summary>The next record; false at the end.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read any further.</exception>
    bool Read();

    /// <summary>A value of the current record, trimmed, UTF-8.</summary>
    ReadOnlySpan<byte> Field(int position);

    /// <inheritdoc cref="Field"/>
    string Text(int position);
}

/// <summary>From here on nothing of a file can be read.</summary>
internal sealed class UnreadableFileException(long line, string rule) : Exception(rule)
{
    public long Line => line;
}

/// <summary>A file with a separator.</summary>
internal sealed class CsvRecords : IRecords
{
    /// <summary>Longest record in bytes: far above any real one, so that a file that is no CSV is told early.</summary>
    public const int RecordBytesMax = 64 * 1024;

    private readonly CsvReader _reader;
    private readonly Queue<CsvMalformedRecord> _malformed = new();

    /// <param name="file">Read from its position; disposed with this.</param>
    /// <param name="separator">Null finds it out.</param>
    /// <param name="encoding">Of a file without a byte order mark that is not UTF-8.</param>
    public CsvRecords(Stream file, char? separator, Encoding? encoding) => _reader = CsvReader.Create(file, new CsvReaderOptions
    {
        Separator = separator,
        HasHeader = false,
        Encoding = encoding,
        TrimWhitespace = true,
        DetectSeparatorHint = separator is null,
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = false, // one bad quote must not swallow the rest of the file
        MaxRecordSize = RecordBytesMax,
        OnMalformedRecord = _malformed.Enqueue,
    });

    public long BytesRead => _reader.ByteOffset;

    public long Line => _reader.LineNumber;

    public int FieldCount => _reader.FieldCount;

    public char Separator => _reader.Separator;

    public (string Value, string Rule)? Malformed { get; private set; }

    public bool Read()
    {
        try
        {
            var isRead = _reader.Read();
            Malformed = isRead ? MalformedAt(Line) : null;
            return isRead;
        }
        catch (CsvFormatException exception)
        {
            throw new UnreadableFileException(
                exception.LineNumber,
                $"cannot be read, and nothing after it: a row has at most {RecordBytesMax / 1024} KB ({exception.Message})");
        }
    }

    public ReadOnlySpan<byte> Field(int position) => _reader.GetSpan(position);

    public string Text(int position) => _reader.GetString(position);

    public void Dispose() => _reader.Dispose();

    private (string Value, string Rule)? MalformedAt(long line)
    {
        (string, string)? found = null;
        while (_malformed.TryPeek(out var malformed) && malformed.LineNumber <= line)
        {
            _malformed.Dequeue();
            if (malformed.LineNumber == line)
            {
                found = (malformed.RawRecord, $"must have each quoted value closed on its line ({malformed.Reason})");
            }
        }

        return found;
    }
}
