using System.Buffers;
using System.Net.Sockets;

namespace Orleans.Runtime;

/// <summary>Frames over one socket; writers take turns.</summary>
sealed class FrameConnection(Socket socket, int maxBodyBytes) : IDisposable
{
    readonly NetworkStream _stream = new(socket, ownsSocket: true);
    readonly SemaphoreSlim _writing = new(1, 1);

    internal ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken) => Frame.ReadAsync(_stream, maxBodyBytes, cancellationToken);

    internal async Task WriteAsync(FrameKind kind, long callId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        if (body.Length > maxBodyBytes)
            throw new OrleansException($"A {kind} of {body.Length} bytes is larger than MaxMessageBodySize ({maxBodyBytes}); send it in parts.");

        var buffer = new ArrayBufferWriter<byte>(body.Length + 16);
        Frame.WriteTo(buffer, kind, callId, body.Span);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _stream.Dispose();
}
