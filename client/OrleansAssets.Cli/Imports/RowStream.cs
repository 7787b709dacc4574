using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Imports;

/// <summary>Reads a file row by row; memory does not depend on the file's size.</summary>
internal sealed class RowStream<T> : IDisposable
    where T : class
{
    /// <summary>The column that tells what a row is of: a fill, a dividend, a candle that is not over.</summary>
    private const string KindColumn = "kind";

    /// <summary>The column that tells a cost beside a trade.</summary>
    private const string CostColumn = "more_amount";
    private const int AsideKindsMax = 20;

    private readonly RowFormat<T> _format;
    private readonly FileForm _form;
    private readonly Stream _file;
    private readonly Dictionary<string, long> _aside = new(StringComparer.OrdinalIgnoreCase);
    private IRecords? _records;
    private string[] _names = [];
    private int _kindAt = -1;
    private int _costAt = -1;

    /// <summary>Of a header that may come again, as several queries in one file have it.</summary>
    private (byte[] First, byte[] Second) _firstNames = ([], []);

    /// <param name="file">Read from its position; disposed with this.</param>
    /// <param name="form">Null for our own.</param>
    public RowStream(Stream file, RowFormat<T> format, FileForm form)
    {
        (_file, _format, _form) = (file, format, form);
    }

    /// <summary>Bytes read so far, for progress.</summary>
    public long BytesRead => _records?.BytesRead ?? 0;

    /// <summary>Rows that are of another kind than what is imported, by their kind.</summary>
    public IReadOnlyDictionary<string, long> Aside => _aside;

    /// <summary>Reads the header. Call before <see cref="Rows"/>.</summary>
    public CsvHeader ReadHeader()
    {
        try
        {
            _records = _form.Read(_file);
            _names = [.. NamesOf(_records)];
            _kindAt = _form.Layout.KeptKinds.IsEmpty ? -1 : _form.Layout.PositionOf(KindColumn, _names);
            _costAt = _form.Layout.CostKinds.IsEmpty ? -1 : _form.Layout.PositionOf(CostColumn, _names);
            _firstNames = _form.Layout.IsOwn || _form.HeaderAt < 0 || _names.Length < 2 || _form.Separator is null
                ? ([], []) : (Encoding.UTF8.GetBytes(_names[0]), Encoding.UTF8.GetBytes(_names[1]));
            return CsvHeader.Match(_names, _format.Columns, _form.Layout);
        }
        catch (UnreadableFileException exception)
        {
            return CsvHeader.Unreadable($"line {exception.Line} {exception.Message}");
        }
    }

    /// <summary>
    /// The rows in the file's order, good and bad. A file that cannot be read any further ends with a bad row that says so.
    /// </summary>
    public IEnumerable<ParsedRow<T>> Rows(CsvHeader header)
    {
        var records = _records ?? throw new InvalidOperationException("The header is read first.");
        var fields = new RowFields(records, _form, _format.Columns, header.Positions);
        var faults = new List<RowFault>();
        while (true)
        {
            faults.Clear();
            if (!TryRead(records, out var unreadable))
            {
                if (unreadable is { } end)
                {
                    yield return end;
                }

                yield break;
            }

            CheckForm(records, header, faults);
            if (faults.Count == 0 && IsAside(records))
            {
                continue;
            }

            var row = faults.Count == 0 ? _format.Read(fields, faults) : null;
            yield return faults.Count == 0
                ? new ParsedRow<T>(records.Line, row, [])
                : new ParsedRow<T>(
                    records.Line, null, [.. faults.Select(fault => fault with { Column = NameInFile(fault.Column, header) })]);
        }
    }

    public void Dispose()
    {
        _records?.Dispose();
        _file.Dispose();
    }

    private IEnumerable<string> NamesOf(IRecords records)
    {
        if (records is JsonRecords json)
        {
            return json.Header;
        }

        if (_form.HeaderAt < 0)
        {
            return Layouts.KlineHeader;
        }

        for (var record = 0; record <= _form.HeaderAt; record++)
        {
            if (!records.Read())
            {
                return [];
            }
        }

        return Enumerable.Range(0, records.FieldCount).Select(records.Text);
    }

    private static bool TryRead(IRecords records, out ParsedRow<T>? unreadable)
    {
        unreadable = null;
        try
        {
            return records.Read();
        }
        catch (UnreadableFileException exception)
        {
            unreadable = new ParsedRow<T>(exception.Line, null, [new RowFault("row", "", exception.Message)]);
            return false;
        }
    }

    private static void CheckForm(IRecords records, CsvHeader header, List<RowFault> faults)
    {
        if (records.Malformed is { } malformed)
        {
            faults.Add(new RowFault("row", RowFields.Shorten(malformed.Value), malformed.Rule));
        }
        else if (records.FieldCount != header.FieldCount)
        {
            faults.Add(new RowFault("row", $"{records.FieldCount} values", $"must have {header.FieldCount} values, as the header has"));
        }
    }

    // What is left aside is counted by its kind: nothing disappears unsaid.
    private bool IsAside(IRecords records)
    {
        var layout = _form.Layout;
        var own = _kindAt >= 0 ? records.Text(_kindAt) : null;
        var kind = own is not null
            && (!layout.KeptKinds.Contains(own, StringComparer.OrdinalIgnoreCase) || IsTradeWithoutCost(records, own))
                ? layout.KindName is { } column ? $"{column}: {own.ToLowerInvariant()}" : own
            : layout.MoreHeaders.Any(name => layout.Same(records.Text(0), name)) ? "header"
            : IsHeaderAgain(records) ? "header"
            : null;
        if (kind is not null)
        {
            var name = _aside.Count < AsideKindsMax || _aside.ContainsKey(kind) ? RowFields.Shorten(kind) : "others";
            _aside[name] = _aside.GetValueOrDefault(name) + 1;
        }

        return kind is not null;
    }

    private bool IsTradeWithoutCost(IRecords records, string kind) =>
        _form.Layout.CostKinds.Contains(kind, StringComparer.OrdinalIgnoreCase)
        && (_costAt < 0 || records.Field(_costAt).IndexOfAnyInRange((byte)'1', (byte)'9') < 0);

    private bool IsHeaderAgain(IRecords records)
    {
        var (first, second) = _firstNames;
        return first.Length + second.Length > 0 && records.Field(0).SequenceEqual(first) && records.Field(1).SequenceEqual(second);
    }

    private string NameInFile(string column, CsvHeader header)
    {
        for (var position = 0; position < _format.Columns.Count && !_form.Layout.IsOwn; position++)
        {
            if (_format.Columns[position].Name == column && header.Positions[position] is >= 0 and var found && _names[found].Length > 0)
            {
                return _names[found];
            }
        }

        return column;
    }
}

/// <summary>A row of a file: its value, or its faults.</summary>
/// <param name="Line">Counted from 1, header and blank lines included.</param>
internal readonly record struct ParsedRow<T>(long Line, T? Value, ImmutableArray<RowFault> Faults);
