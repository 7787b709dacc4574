using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OrleansAssets.Api.Calls;
using OrleansAssets.Audit;

namespace OrleansAssets.Api;

/// <summary>What happens at an installation, as server-sent events.</summary>
public sealed class EventFeed
{
    private const string NothingNew = "nothing";
    private const string LastEventId = "Last-Event-ID";

    /// <summary>A line that says nothing for so long is dead: the other side says something each 15 s.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(40);

    private readonly HttpClient _http;

    internal EventFeed(HttpClient http) => _http = http;

    /// <summary>
    /// Entries of streams of the audit log from now on, until it is cancelled or the line is lost; null says that the line is open.
    /// </summary>
    /// <param name="streams">E.g. <c>portfolio/main</c>; one that ends with <c>*</c> stands for all that begin so.</param>
    /// <param name="after">The place after which to go on; null for what comes from now on.</param>
    /// <param name="keepPlace">Is told the place of each entry, by which it is resumed.</param>
    /// <exception cref="AssetsUnavailableException">Nobody answered, or the line was lost: follow again.</exception>
    public async IAsyncEnumerable<AuditEntry?> FollowAsync(
        IEnumerable<string> streams, string? after = null, Action<string>? keepPlace = null,
        [EnumeratorCancellation] CancellationToken stop = default)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{AssetsApi.Root}/events?stream={Uri.EscapeDataString(string.Join(',', streams))}");
        request.Options.Set(ApiTransport.Endless, true);
        if (after is not null)
        {
            request.Headers.TryAddWithoutValidation(LastEventId, after);
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (!answer.IsSuccessStatusCode)
        {
            throw await ApiFailures.OfAsync(answer);
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var parser = SseParser.Create(
            body, static (_, bytes) => bytes.IsEmpty ? null : JsonSerializer.Deserialize(bytes, ApiJson.Line.AuditEntry));
        await using var events = parser.EnumerateAsync(silence.Token).GetAsyncEnumerator(silence.Token);
        while (await NextAsync(events, silence, stop))
        {
            if (events.Current.EventType != NothingNew && events.Current.EventId is { } place)
            {
                keepPlace?.Invoke(place);
            }

            yield return events.Current.EventType == NothingNew ? null : events.Current.Data;
        }

        throw Lost(null); // the other side never ends it but by stopping
    }

    private static async Task<bool> NextAsync(
        IAsyncEnumerator<SseItem<AuditEntry?>> events, CancellationTokenSource silence, CancellationToken stop)
    {
        silence.CancelAfter(SilenceMax);
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception exception) when (
            exception is IOException or HttpRequestException || (exception is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw Lost(exception);
        }
    }

    private static AssetsUnavailableException Lost(Exception? cause) =>
        new("The line by which events come was lost: follow them again.", cause);
}
