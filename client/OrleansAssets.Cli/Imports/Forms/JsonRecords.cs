using System.Text;
using System.Text.Json;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>
/// JSON as records: an array of objects, or an object with one. Members of members are named with a point between, e.g. <c>mid.o</c>.
/// An array at the root is read as it comes; an object is read whole, and so it has a size at most.
/// </summary>
internal sealed class JsonRecords : IRecords
{
    /// <summary>Largest file whose root is an object, in bytes: replies of vendors are pages of some thousand rows.</summary>
    public const long ObjectBytesMax = 64 * 1024 * 1024;

    private const int HeaderRowsMax = 100;

    // What OANDA charged for a day is one transaction with a list of what each instrument had of it: each is a row of its own.
    private const string PartsMember = "positionFinancings", PartsId = "id", PartsName = "instrument";

    private readonly Stream _file;
    private readonly JsonDocument? _whole;
    private readonly IEnumerator<JsonElement> _rows;
    private readonly Queue<Row> _first = [];
    private readonly Queue<Row> _parts = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly byte[]?[] _fields;

    /// <param name="file">Read from its position; disposed with this.</param>
    /// <exception cref="UnreadableFileException">It is not JSON, or holds no array of objects.</exception>
    public JsonRecords(Stream file)
    {
        _file = file;
        (_whole, _rows) = Open(file);
        while (_first.Count < HeaderRowsMax && Next() is { } row)
        {
            _first.Enqueue(row);
            Visit(row, (name, _) => _positions.TryAdd(name, _positions.Count));
        }

        Line = 0;
        _fields = new byte[_positions.Count][];
    }

    /// <summary>Names of the members of the first rows.</summary>
    public IReadOnlyList<string> Header => [.. _positions.OrderBy(one => one.Value).Select(one => one.Key)];

    public long BytesRead => _file.CanSeek ? _file.Position : 0;

    public long Line { get; private set; }

    public int FieldCount => _positions.Count;

    public (string Value, string Rule)? Malformed => null;

    /// <summary>A member of the root beside the rows, e.g. <c>instrument</c>; null where there is none.</summary>
    public string? RootMember(string name) =>
        _whole?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var found)
        && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    public bool Read()
    {
        if ((_first.TryDequeue(out var row) ? row : Next()) is not { } current)
        {
            return false;
        }

        Line += current.IsNext ? 1 : 0;
        Array.Clear(_fields);
        Visit(current, (name, value) =>
        {
            if (_positions.TryGetValue(name, out var position))
            {
                _fields[position] = Encoding.UTF8.GetBytes(value.Trim());
            }
        });
        return true;
    }

    public ReadOnlySpan<byte> Field(int position) => _fields[position];

    public string Text(int position) => Encoding.UTF8.GetString(Field(position));

    public void Dispose()
    {
        _rows.Dispose();
        _whole?.Dispose();
        _file.Dispose();
    }

    private static (JsonDocument? Whole, IEnumerator<JsonElement> Rows) Open(Stream file)
    {
        var first = FirstByte(file);
        if (first == '[')
        {
            return (null, JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(file).ToBlockingEnumerable().GetEnumerator());
        }

        if (file.Length > ObjectBytesMax)
        {
            throw new UnreadableFileException(1, $"is an object of more than {ObjectBytesMax >> 20} MB: save its rows as an array");
        }

        try
        {
            var whole = JsonDocument.Parse(file);
            var rows = whole.RootElement.EnumerateObject().Select(member => member.Value)
                .FirstOrDefault(value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
                    && value[0].ValueKind == JsonValueKind.Object);
            return rows.ValueKind == JsonValueKind.Array
                ? (whole, rows.EnumerateArray().GetEnumerator())
                : throw new UnreadableFileException(1, "must have an array of objects, a row each");
        }
        catch (JsonException exception)
        {
            throw new UnreadableFileException((exception.LineNumber ?? 0) + 1, $"is not JSON: {exception.Message}");
        }
    }

    private Row? Next()
    {
        if (_parts.TryDequeue(out var part))
        {
            return part;
        }

        try
        {
            return !_rows.MoveNext() ? null
                : _rows.Current.ValueKind == JsonValueKind.Object ? FirstOf(_rows.Current)
                : throw new UnreadableFileException(Line + 1, "must be an object, a row each");
        }
        catch (JsonException exception)
        {
            throw new UnreadableFileException((exception.LineNumber ?? 0) + 1, $"is not JSON from here on: {exception.Message}");
        }
    }

    private Row FirstOf(JsonElement whole)
    {
        if (whole.TryGetProperty(PartsMember, out var parts) && parts.ValueKind == JsonValueKind.Array && parts.GetArrayLength() > 0
            && parts.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty(PartsName, out _)))
        {
            foreach (var one in parts.EnumerateArray())
            {
                _parts.Enqueue(new Row(whole, one, IsNext: _parts.Count == 0));
            }

            return _parts.Dequeue();
        }

        return new Row(whole, null, IsNext: true);
    }

    // Of a part, what it says itself comes before what the whole says, and its id is the whole's and its name.
    private static void Visit(Row row, Action<string, string> see)
    {
        Visit(row.Whole, "", see);
        if (row.Part is { } part)
        {
            Visit(part, "", see);
            see(PartsId, $"{(row.Whole.TryGetProperty(PartsId, out var id) ? id : default)}/{part.GetProperty(PartsName)}");
        }
    }

    private static void Visit(JsonElement row, string prefix, Action<string, string> see)
    {
        foreach (var member in row.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Visit(member.Value, $"{prefix}{member.Name}.", see);
                    break;
                case JsonValueKind.Array:
                    break;
                case JsonValueKind.Null:
                    see(prefix + member.Name, "");
                    break;
                default:
                    see(prefix + member.Name, member.Value.ToString());
                    break;
            }
        }
    }

    private static int FirstByte(Stream file)
    {
        var start = file.Position;
        int next;
        do
        {
            next = file.ReadByte();
        }
        while (next is ' ' or '\r' or '\n' or '\t' or 0xEF or 0xBB or 0xBF);
        file.Position = start;
        return next;
    }

    /// <param name="Part">One of its list, where it has such; null for the row itself.</param>
    /// <param name="IsNext">Whether the row before was of another object.</param>
    private readonly record struct Row(JsonElement Whole, JsonElement? Part, bool IsNext);
}
