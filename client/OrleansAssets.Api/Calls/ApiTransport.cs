using System.Globalization;
using System.Net.Http.Headers;

namespace OrleansAssets.Api.Calls;

/// <summary>
/// Sends requests to the first of several addresses that can be reached, and says in one sentence why nobody answered and what the caller
/// knows then. What was certainly not sent is tried again for as long as the patience lasts, and so is a question whose answer was lost.
/// </summary>
public sealed class ApiTransport : DelegatingHandler
{
    /// <summary>Marks a request whose answer goes on and on: it is not waited for as a whole.</summary>
    internal static readonly HttpRequestOptionsKey<bool> Endless = new("endless");

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Uri[] _places;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private int _place;

    private ApiTransport(Uri[] places, TimeSpan patience, TimeProvider clock, HttpMessageHandler inner)
        : base(inner) => (_places, _patience, _clock) = (places, patience, clock);

    /// <summary>A client of the API at some addresses.</summary>
    /// <param name="places">Base addresses of silos of one installation, without the path of the API; one at least.</param>
    /// <param name="token">Null for none.</param>
    /// <param name="patience">How long what cannot be reached is tried again.</param>
    public static HttpClient Open(IReadOnlyList<Uri> places, string? token, TimeSpan patience, TimeProvider clock)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            UseProxy = places.Any(place => !place.IsLoopback),
        };
        var client = new HttpClient(new ApiTransport([.. places], patience, clock, sockets))
        {
            BaseAddress = new Uri(places[0], AssetsApi.Root),
            Timeout = Timeout.InfiniteTimeSpan, // each request has its own
        };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <exception cref="AssetsUnavailableException">Nobody answered.</exception>
    /// <exception cref="InvalidRequestException">The address is of something else than what is asked for.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddressCheck.Require(request);
        var start = _clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AskAsync(request, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unanswered(request, string.Create(
                    CultureInfo.InvariantCulture, $"No silo answered within {RequestKind.LimitOf(request).TotalSeconds:0} s"));
            }
            catch (HttpRequestException failure)
            {
                var isSent = IsSent(failure);
                var attemptsMin = _places.Length + (isSent ? 1 : 0); // whose silo is gone is asked elsewhere, or of the one that follows
                var isOver = attempt >= attemptsMin && _clock.GetElapsedTime(start) >= _patience;
                if (isOver || (isSent && !RequestKind.IsQuestion(request)))
                {
                    throw isSent ? Unanswered(request, "The silo that had the call is gone") : Unreachable(request, failure);
                }
            }

            _place = (_place + 1) % _places.Length;
            if (_place == 0)
            {
                await Task.Delay(Pause, _clock, cancellationToken);
            }
        }
    }

    /// <summary>Asks the place at hand, and waits for the whole answer where it ends.</summary>
    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RequestKind.LimitOf(request));
        var path = request.RequestUri!.PathAndQuery; // a client with a base address makes it whole
        request.RequestUri = new Uri(_places[_place], path);
        var answer = await base.SendAsync(request, limit.Token);
        if (!request.Options.TryGetValue(Endless, out var isEndless) || !isEndless)
        {
            await answer.Content.LoadIntoBufferAsync(limit.Token);
        }

        return answer;
    }

    /// <summary>Whether a silo may have got it: not where no connection was made.</summary>
    private static bool IsSent(HttpRequestException failure) => failure.HttpRequestError is not (
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError);

    private AssetsUnavailableException Unreachable(HttpRequestMessage request, HttpRequestException failure)
    {
        var places = string.Join(", ", _places.Select(place => place.GetLeftPart(UriPartial.Authority)));
        var reason = failure.GetBaseException().Message.TrimEnd('.').ReplaceLineEndings(" ");
        var outcome = RequestKind.IsQuestion(request) ? "" : $"; {NameOf(request)} was not sent and changed nothing";
        return new AssetsUnavailableException($"No silo answers at {places}: {reason}{outcome}.", failure)
        {
            Reason = UnavailableReason.NotReachable,
        };
    }

    private static AssetsUnavailableException Unanswered(HttpRequestMessage request, string matter)
    {
        return new AssetsUnavailableException($"{matter}; {OutcomeOf(request)}.") { IsOutcomeUnknown = !RequestKind.IsQuestion(request) };
    }

    /// <summary>What the caller knows of a request that was sent and not answered.</summary>
    internal static string OutcomeOf(HttpRequestMessage? request) => RequestKind.IsQuestion(request)
        ? $"{NameOf(request)} is not answered"
        : $"it is not known whether {NameOf(request)} took effect: repeat it with the same id where it has one, else look first";

    private static string NameOf(HttpRequestMessage? request) => $"{request?.Method} {request?.RequestUri?.AbsolutePath}";
}
