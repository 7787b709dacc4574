using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>
/// Prices as they change, a line each in a response that never ends: <c>{"type":"PRICE","instrument":...,"time":...,"bids":[...],
/// "asks":[...]}</c>, and every five seconds <c>{"type":"HEARTBEAT"}</c>.
/// </summary>
internal sealed class OandaStream(IVendorEndpoints endpoints, TimeProvider time) : IQuoteStream
{
    private const int LineBytesMax = 64 * 1024;

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // A redirect could carry the token to another host.
        ConnectTimeout = TimeSpan.FromSeconds(5),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // The reader ends a silent one.
    };

    public async IAsyncEnumerable<StreamNews> ListenAsync(
        ImmutableArray<StreamSymbol> symbols, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = VendorKeys.Read(endpoints, OandaVendor.Id, OandaVendor.KeyVariable, OandaVendor.AccountVariable);
        if (keys.Value is not { } held || endpoints.StreamAddressOf(OandaVendor.Id) is not { } address)
        {
            yield return new StreamNews.Ended(keys.Result, keys.Error ?? $"{OandaVendor.Id} has no address of a stream");
            yield break;
        }

        var talk = new StreamTalk(symbols, held, time);
        var (failure, response) = ((StreamNews.Ended?)null, (HttpResponseMessage?)null);
        failure = await TryAsync(async () => response = await OpenAsync(address, talk, cancellationToken));
        using (response)
        {
            if (failure is null && response is { IsSuccessStatusCode: false })
            {
                yield return RefusalOf(response.StatusCode);
                yield break;
            }

            if (failure is null)
            {
                yield return new StreamNews.Subscribed();
                var reader = PipeReader.Create(await response!.Content.ReadAsStreamAsync(cancellationToken)); // It was opened.
                while (failure is null)
                {
                    var line = (byte[]?)null;
                    failure = await TryAsync(async () => line = await ReadLineAsync(reader, cancellationToken));
                    if (failure is null && line is null)
                    {
                        failure = new StreamNews.Ended(FeedResult.Unavailable, $"the stream of {OandaVendor.Id} was closed by the vendor");
                    }
                    else if (line is { Length: > 0 })
                    {
                        yield return Read(line, talk);
                    }
                }
            }
        }

        yield return failure;
    }

    /// <summary>What a line says.</summary>
    internal static StreamNews Read(byte[] line, StreamTalk talk)
    {
        using var document = VendorParser.TryParse(line);
        if (document?.RootElement is not { } message)
        {
            return new StreamNews.LeftOut($"a line of {OandaVendor.Id} is no JSON");
        }

        if (message.Member("type").Text() != "PRICE")
        {
            return new StreamNews.Heartbeat();
        }

        var symbol = talk.Symbols.FirstOrDefault(known => message.Member("instrument").Names(known.Symbol))?.Symbol;
        var (bid, ask) = (OandaParser.BestOf(message, "bids"), OandaParser.BestOf(message, "asks"));
        return talk.Quote(
            OandaVendor.Id, symbol ?? message.Member("instrument").Text(), message.Member("time").Instant(), bid?.Price, ask?.Price,
            bid?.Size, ask?.Size);
    }

    private static async Task<HttpResponseMessage> OpenAsync(Uri address, StreamTalk talk, CancellationToken cancellationToken)
    {
        var symbols = string.Join("%2C", talk.Symbols.Select(symbol => Uri.EscapeDataString(symbol.Symbol)));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{address.AbsoluteUri.TrimEnd('/')}/v3/accounts/{talk.Keys[1]}/pricing/stream?instruments={symbols}");
        request.Headers.TryAddWithoutValidation("Authorization", talk.Keys.Bearer);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The next line; null at the end.</summary>
    private static async Task<byte[]?> ReadLineAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.Buffer.Length > LineBytesMax)
            {
                throw new IOException($"a line is longer than {LineBytesMax} bytes");
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private static StreamNews.Ended RefusalOf(HttpStatusCode status) => new(
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => FeedResult.KeyRejected,
            HttpStatusCode.TooManyRequests => FeedResult.RateLimited,
            _ => FeedResult.Unavailable,
        },
        $"the stream of {OandaVendor.Id} answers with HTTP {(int)status}");

    private static async Task<StreamNews.Ended?> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new StreamNews.Ended(
                FeedResult.Unavailable,
                $"the stream of {OandaVendor.Id} ended: {Redactor.Clean(exception.GetBaseException().Message).TrimEnd('.')}");
        }
    }
}
