using System.Collections.Immutable;
using CsvHelper;
using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Imports;

/// <summary>Reads a file row by row; memory does not depend on the file's size.</summary>
internal sealed class RowStream<T> : IDisposable
    where T : class
{
    /// <summary>Longest record in bytes: far above any real one, so that a file that is no CSV is told early.</summary>
    public const int RecordBytesMax = 64 * 1024;

    private readonly RowFormat<T> _format;
    private readonly CsvReader _reader;
    private readonly Queue<CsvMalformedRecord> _malformed = new();

    /// <param name="file">Read from its position; disposed with this.</param>
    public RowStream(Stream file, RowFormat<T> format)
    {
        _format = format;
        _reader = CsvReader.Create(file, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = true,
            TrimWhitespace = true,
            DetectSeparatorHint = false,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false, // one bad quote must not swallow the rest of the file
            MaxRecordSize = RecordBytesMax,
            OnMalformedRecord = _malformed.Enqueue,
        });
    }

    /// <summary>Bytes read so far, for progress.</summary>
    public long BytesRead => _reader.ByteOffset;

    /// <summary>Reads the header. Call before <see cref="Rows"/>.</summary>
    public CsvHeader ReadHeader()
    {
        try
        {
            _reader.ReadHeader();
            return CsvHeader.Match(_reader.Headers, _format.Columns);
        }
        catch (CsvFormatException exception)
        {
            return CsvHeader.Unreadable($"the first line cannot be read: {exception.Message}");
        }
    }

    /// <summary>
    /// The rows in the file's order, good and bad. A file that cannot be read any further ends with a bad row that says so.
    /// </summary>
    public IEnumerable<ParsedRow<T>> Rows(CsvHeader header)
    {
        var fields = new RowFields(_reader, _format.Columns, header.Positions);
        var faults = new List<RowFault>();
        while (true)
        {
            faults.Clear();
            if (!TryRead(out var unreadable))
            {
                if (unreadable is { } end)
                {
                    yield return end;
                }

                yield break;
            }

            var line = _reader.LineNumber;
            CheckForm(line, header, faults);
            var row = faults.Count == 0 ? _format.Read(fields, faults) : null;
            yield return faults.Count == 0 ? new ParsedRow<T>(line, row, []) : new ParsedRow<T>(line, null, [.. faults]);
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool TryRead(out ParsedRow<T>? unreadable)
    {
        unreadable = null;
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException exception)
        {
            var rule = $"cannot be read, and nothing after it: a row has at most {RecordBytesMax / 1024} KB ({exception.Message})";
            unreadable = new ParsedRow<T>(exception.LineNumber, null, [new RowFault("row", "", rule)]);
            return false;
        }
    }

    private void CheckForm(long line, CsvHeader header, List<RowFault> faults)
    {
        while (_malformed.TryPeek(out var malformed) && malformed.LineNumber <= line)
        {
            _malformed.Dequeue();
            if (malformed.LineNumber == line)
            {
                faults.Add(new RowFault(
                    "row", RowFields.Shorten(malformed.RawRecord), $"must have each quoted value closed on its line ({malformed.Reason})"));
            }
        }

        if (faults.Count == 0 && _reader.FieldCount != header.FieldCount)
        {
            faults.Add(new RowFault("row", $"{_reader.FieldCount} values", $"must have {header.FieldCount} values, as the header has"));
        }
    }
}

/// <summary>A row of a file: its value, or its faults.</summary>
/// <param name="Line">Counted from 1, header and blank lines included.</param>
internal readonly record struct ParsedRow<T>(long Line, T? Value, ImmutableArray<RowFault> Faults);
