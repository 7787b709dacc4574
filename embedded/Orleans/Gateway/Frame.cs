using System.Buffers;
using System.Buffers.Binary;

namespace Orleans.Runtime;

enum FrameKind : byte
{
    Hello = 1,
    Welcome = 2,
    Refusal = 3,
    Call = 4,
    Result = 5,
    Failure = 6,
    Cancel = 7,
}

/// <summary>One message between client and silo: length, kind, id of the call, JSON.</summary>
readonly record struct Frame(FrameKind Kind, long CallId, ReadOnlyMemory<byte> Body)
{
    const int HeaderBytes = sizeof(int) + sizeof(byte) + sizeof(long);

    internal static async ValueTask<Frame?> ReadAsync(Stream stream, int maxBodyBytes, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) < HeaderBytes) return null;

        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length < 0 || length > maxBodyBytes)
            throw new InvalidDataException($"A frame of {length} bytes arrived; the limit (MaxMessageBodySize) is {maxBodyBytes}.");

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new((FrameKind)header[sizeof(int)], BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(sizeof(int) + 1)), body);
    }

    internal static void WriteTo(IBufferWriter<byte> buffer, FrameKind kind, long callId, ReadOnlySpan<byte> body)
    {
        var header = buffer.GetSpan(HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header, body.Length);
        header[sizeof(int)] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(header[(sizeof(int) + 1)..], callId);
        buffer.Advance(HeaderBytes);
        buffer.Write(body);
    }
}
