using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Orleans.Runtime;

namespace Orleans.AdoNet;

/// <summary>
/// How a grain key is spread over the columns of OrleansStorage. The text is tried as a Guid, then as a hexadecimal integer, each
/// with an optional extension after '+'; anything else is kept whole in <see cref="Extension"/>. Grains of different types, and keys that
/// read as the same number, so share columns: that is Orleans' layout, and keys avoid it by a prefix that is not hexadecimal.
/// </summary>
internal readonly record struct GrainKeyColumns(int Hash, long N0, long N1, string? Extension)
{
    const int GuidLength = 32;

    internal static GrainKeyColumns Of(GrainId grainId)
    {
        var text = grainId.Key.ToString() ?? "";
        var key = Encoding.UTF8.GetBytes(text);
        return TryGuid(key) ?? TryInteger(key) ?? new(HashReversed(key), 0, 0, text);
    }

    /// <summary>Hash of a state name; unlike key bytes it is hashed in its own order.</summary>
    internal static int HashOf(string stateName) => Hash32(Encoding.UTF8.GetBytes(stateName));

    /// <summary>The key for messages: extension after '#', as Orleans prints it.</summary>
    public override string ToString() => (N0, N1, Extension) switch
    {
        (0, 0, { } text) => text,
        (0, var number, null) => number.ToString(CultureInfo.InvariantCulture),
        (0, var number, var extension) => string.Create(CultureInfo.InvariantCulture, $"{number}#{extension}"),
        var (_, _, extension) => GuidOf(N0, N1) + (extension is null ? "" : "#" + extension),
    };

    static GrainKeyColumns? TryGuid(ReadOnlySpan<byte> key)
    {
        var hasExtension = key.Length > GuidLength && key[GuidLength] == (byte)'+';
        if (!hasExtension && key.Length != GuidLength)
            return null;
        if (!Utf8Parser.TryParse(key[..GuidLength], out Guid guid, out var used, 'N') || used != GuidLength)
            return null;

        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes);
        var n0 = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var n1 = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        return Numeric(bytes, n0, n1, hasExtension ? Encoding.UTF8.GetString(key[(GuidLength + 1)..]) : null);
    }

    static GrainKeyColumns? TryInteger(ReadOnlySpan<byte> key)
    {
        var plus = key.IndexOf((byte)'+');
        var digits = plus < 0 ? key : key[..plus];
        if (!Utf8Parser.TryParse(digits, out long number, out var used, 'X') || used != digits.Length)
            return null;

        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Numeric(bytes, 0, number, plus < 0 ? null : Encoding.UTF8.GetString(key[(plus + 1)..]));
    }

    static GrainKeyColumns Numeric(ReadOnlySpan<byte> bytes, long n0, long n1, string? extension) =>
        new(HashReversed([.. bytes, .. Encoding.UTF8.GetBytes(extension ?? "")]), n0, n1, extension);

    static int HashReversed(byte[] bytes)
    {
        Array.Reverse(bytes);
        return Hash32(bytes);
    }

    static int Hash32(ReadOnlySpan<byte> bytes) => unchecked((int)StableHash.ComputeHash(bytes));

    static Guid GuidOf(long n0, long n1)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, n0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], n1);
        return new Guid(bytes);
    }
}
