using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using OrleansAssets.Domain.Streams;

namespace OrleansAssets.Vendors.Streaming;

/// <summary>Listens on a WebSocket in a vendor's protocol.</summary>
internal sealed class SocketStream(IStreamProtocol protocol, IVendorEndpoints endpoints, TimeProvider time) : IQuoteStream
{
    private const int MessageBytesMax = 1024 * 1024;

    private static readonly TimeSpan ConnectTimeMax = TimeSpan.FromSeconds(10);

    public bool Serves(string symbol) => protocol.Serves(symbol);

    public async IAsyncEnumerable<StreamNews> ListenAsync(
        ImmutableArray<StreamSymbol> symbols, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = VendorKeys.Read(endpoints, protocol.SourceId, protocol.KeyVariables);
        if (keys.Value is not { } held || endpoints.StreamAddressOf(protocol.SourceId) is not { } address)
        {
            yield return new StreamNews.Ended(keys.Result, keys.Error ?? $"{protocol.SourceId} has no address of a stream");
            yield break;
        }

        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(10);
        var talk = new StreamTalk(symbols, held, time);
        var buffer = new byte[MessageBytesMax];
        var failure = await TryAsync(
            () => ConnectAsync(socket, protocol.AddressOf(address, symbols), cancellationToken), cancellationToken);
        while (failure is null)
        {
            var (length, ended) = (0, (StreamNews.Ended?)null);
            failure = await TryAsync(async () => length = await ReceiveAsync(socket, buffer, cancellationToken), cancellationToken);
            foreach (var news in failure is null ? Read(buffer.AsMemory(0, length), talk) : [])
            {
                ended = news as StreamNews.Ended;
                if (ended is not null)
                {
                    break;
                }

                yield return news;
            }

            failure ??= ended ?? await TryAsync(() => AnswerAsync(socket, talk, cancellationToken), cancellationToken);
        }

        yield return failure;
    }

    private IEnumerable<StreamNews> Read(ReadOnlyMemory<byte> message, StreamTalk talk)
    {
        using var document = VendorParser.TryParse(message.ToArray());
        if (document is null)
        {
            yield return new StreamNews.LeftOut($"a message of {protocol.SourceId} is no JSON");
            yield break;
        }

        foreach (var news in protocol.Read(document.RootElement, talk))
        {
            yield return news;
        }
    }

    private static async Task ConnectAsync(ClientWebSocket socket, Uri address, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(ConnectTimeMax);
        await socket.ConnectAsync(address, ends.Token);
    }

    /// <summary>The length of the next message; one that is too long, or a farewell, ends the stream.</summary>
    private static async Task<int> ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException($"it was closed by the vendor ({socket.CloseStatusDescription ?? $"{socket.CloseStatus}"})");
            }

            if (part.EndOfMessage)
            {
                return length;
            }

            if (length == buffer.Length)
            {
                throw new WebSocketException($"a message is longer than {MessageBytesMax} bytes");
            }
        }
    }

    private static async Task AnswerAsync(ClientWebSocket socket, StreamTalk talk, CancellationToken cancellationToken)
    {
        while (talk.TryTake(out var text))
        {
            await socket.SendAsync(
                Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
    }

    /// <summary>Null where it succeeds; a cancellation by the caller is thrown.</summary>
    private async Task<StreamNews.Ended?> TryAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        try
        {
            await action();
            return null;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or HttpRequestException)
        {
            var cause = Redactor.Clean(exception.GetBaseException().Message).TrimEnd('.');
            return new StreamNews.Ended(FeedResult.Unavailable, $"the stream of {protocol.SourceId} ended: {cause}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StreamNews.Ended(
                FeedResult.Unavailable, $"the stream of {protocol.SourceId} did not open within {ConnectTimeMax.TotalSeconds} s");
        }
    }
}
