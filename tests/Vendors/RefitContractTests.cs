using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace OrleansAssets.Tests.Vendors;

/// <summary>What the adapters rely on in Refit: escaping, headers, raw replies, errors.</summary>
public sealed class RefitContractTests
{
    [Fact]
    public async Task Get_QueryValues_AreInvariantAndEscaped()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Json("{}"));
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(string.Empty) { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            using var response = await ApiAt(server).SearchAsync("a b&c=d/é", 1.5m, -7, CancellationToken.None);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal("/search?text=a%20b%26c%3Dd%2F%C3%A9&price=1.5&page_size=-7", server.Requests.Single());
    }

    [Fact]
    public async Task Get_NullParameters_AreLeftOut()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Json("{}"));

        using var response = await ApiAt(server).SearchAsync(text: null, 1m, size: null, CancellationToken.None);

        Assert.Equal("/search?price=1", server.Requests.Single());
    }

    [Theory]
    [InlineData("BTC/USDT", "BTC%2FUSDT")]
    [InlineData("a b?c#d", "a%20b%3Fc%23d")]
    public async Task Get_PathParameter_IsEscaped(string symbol, string expected)
    {
        var seen = string.Empty;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            seen = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            return Reply.SendAsync(context, 200, "{}");
        });

        using var response = await ApiAt(server).GetBarsAsync(symbol, "1Day", null, null);

        Assert.Equal($"/stocks/{expected}/bars?timeframe=1Day", seen);
    }

    [Theory]
    [InlineData("/sandbox/alpaca")]
    [InlineData("/sandbox/alpaca/")]
    public async Task Get_BaseAddressWithAPath_KeepsIt(string path)
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Json("{}"));
        using var client = new HttpClient { BaseAddress = new Uri(server.Address, path) };

        using var response = await RestService.For<IMarketApi>(client).SearchAsync("x", 1m, null, CancellationToken.None);

        Assert.Equal("/sandbox/alpaca/search?text=x&price=1", server.Requests.Single());
    }

    [Fact]
    public async Task Get_Headers_ComeFromInterfaceMethodAndArgument()
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            foreach (var (name, value) in context.Request.Headers)
            {
                seen[name] = value.ToString();
            }

            return Reply.SendAsync(context, 200, "{}");
        });

        using var response = await ApiAt(server).GetBarsAsync("NVDA", "1Day", "key+/=1", secret: null);

        Assert.Equal("key+/=1", seen["X-Key"]);
        Assert.Equal("method", seen["X-Level"]);
        Assert.Equal("interface", seen["X-Kept"]);
        Assert.False(seen.ContainsKey("X-Secret"));
    }

    [Fact]
    public async Task Post_Body_IsSentAndReadAsJson()
    {
        var (seen, contentType) = (string.Empty, string.Empty);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            contentType = context.Request.ContentType;
            seen = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await Reply.SendAsync(context, 200, """{"symbol":"TSLA","PRICE":250.25}""");
        });

        var answer = await ApiAt(server).PlaceAsync(new Order("NVDA", 100.5m));

        Assert.Equal(new Order("TSLA", 250.25m), answer);
        Assert.Equal("""{"symbol":"NVDA","price":100.5}""", seen);
        Assert.StartsWith("application/json", contentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_RawResponse_IsGivenWhateverItsStatus()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.With(429, "slow", "text/plain", ("Retry-After", "7")));

        using var response = await ApiAt(server).SearchAsync("x", 1m, null, CancellationToken.None);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("slow", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_ErrorStatus_ThrowsWithStatusAndBody()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.With(422, """{"message":"no"}"""));

        var exception = await Assert.ThrowsAsync<ApiException>(() => ApiAt(server).PlaceAsync(new Order("NVDA", 1m)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, exception.StatusCode);
        Assert.Equal("""{"message":"no"}""", exception.Content);
        Assert.Equal(HttpMethod.Post, exception.HttpMethod);
    }

    [Fact]
    public async Task Post_UnreadableBody_Throws()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Json("{\"symbol\":"));

        var exception = await Assert.ThrowsAsync<ApiException>(() => ApiAt(server).PlaceAsync(new Order("NVDA", 1m)));

        Assert.IsType<System.Text.Json.JsonException>(exception.InnerException);
    }

    [Fact]
    public async Task Get_ApiResponse_CarriesValueOrErrorWithoutThrowing()
    {
        var status = 200;
        await using var server = await LoopbackServer.StartAsync(
            context => Reply.SendAsync(context, status, """{"symbol":"AMD","price":1}""", headers: ("X-Used", "3")));

        using var good = await ApiAt(server).FindAsync("AMD");
        status = 404;
        using var bad = await ApiAt(server).FindAsync("AMD");

        Assert.True(good.IsSuccessful);
        Assert.Equal(new Order("AMD", 1m), good.Content);
        Assert.Equal("3", good.Headers!.GetValues("X-Used").Single());
        Assert.False(bad.IsSuccessful);
        Assert.Null(bad.Content);
        Assert.Equal(HttpStatusCode.NotFound, bad.StatusCode);
        Assert.True(bad.HasResponseError(out var error));
        Assert.Contains("AMD", error.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NoListener_ThrowsWithTheCauseInside()
    {
        var server = await LoopbackServer.StartAsync(Reply.Json("{}"));
        var api = ApiAt(server);
        await server.DisposeAsync();

        var exception = await Assert.ThrowsAsync<ApiRequestException>(() => api.SearchAsync("x", 1m, null, CancellationToken.None));
        using var response = await api.FindAsync("x");

        Assert.IsType<HttpRequestException>(exception.InnerException);
        Assert.False(response.IsReceived);
        Assert.True(response.HasRequestError(out _));
    }

    [Fact]
    public async Task Send_CancelledToken_EndsTheCall()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var exception = await Record.ExceptionAsync(() => ApiAt(server).SearchAsync("x", 1m, null, cancellation.Token));

        Assert.IsAssignableFrom<OperationCanceledException>(exception);
    }

    [Fact]
    public async Task AddRefitGeneratedClient_NamedClient_UsesItsConfiguredAddress()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Json("{}"));
        var services = new ServiceCollection();
        services.AddRefitGeneratedClient<IMarketApi>(settings: (RefitSettings?)null, httpClientName: "market")
            .ConfigureHttpClient(client => client.BaseAddress = new Uri(server.Address, "/v1"));
        await using var provider = services.BuildServiceProvider();

        using var response = await provider.GetRequiredService<IMarketApi>().SearchAsync("x", 1m, null, CancellationToken.None);

        Assert.Equal("/v1/search?text=x&price=1", server.Requests.Single());
    }

    [Fact]
    public void AddRefitGeneratedClient_Interface_IsATransientServiceOverTheNamedClient()
    {
        var services = new ServiceCollection();

        var builder = services.AddRefitGeneratedClient<IMarketApi>(settings: (RefitSettings?)null, httpClientName: "market");

        Assert.Equal("market", builder.Name);
        Assert.Equal(ServiceLifetime.Transient, services.Single(service => service.ServiceType == typeof(IMarketApi)).Lifetime);
    }

    private static IMarketApi ApiAt(LoopbackServer server) => RestService.For<IMarketApi>(server.Address.ToString());
}

/// <summary>A client of the tests; internal, as those of the product are.</summary>
[Headers("X-Level: interface", "X-Kept: interface")]
internal interface IMarketApi
{
    [Get("/search")]
    Task<HttpResponseMessage> SearchAsync(
        string? text, decimal price, [AliasAs("page_size")] int? size, CancellationToken cancellationToken);

    [Get("/stocks/{symbol}/bars")]
    [Headers("X-Level: method")]
    Task<HttpResponseMessage> GetBarsAsync(
        string symbol, string timeframe, [Header("X-Key")] string? key, [Header("X-Secret")] string? secret);

    [Post("/orders")]
    Task<Order> PlaceAsync([Body] Order order);

    [Get("/orders/{symbol}")]
    Task<IApiResponse<Order>> FindAsync(string symbol);
}

internal sealed record Order(string Symbol, decimal Price);
