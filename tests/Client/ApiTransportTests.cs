using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Api.Calls;
using OrleansAssets.Tests.Vendors;

namespace OrleansAssets.Tests.Client;

/// <summary>What the typed client of the API does where an answer is lost, or is somebody else's.</summary>
public sealed class ApiTransportTests
{
    private const string Mode = """{ "mode": "normal", "version": 7, "halts": [] }""";

    [Fact]
    public async Task Ask_TheFirstAddressIsDead_TakesTheSecond()
    {
        await using var server = await LoopbackServer.StartAsync(context => Reply.SendAsync(context, 200, Mode));

        var mode = await ApiAt(Dead(), server.Address).Portfolio.GetModeAsync("main", CancellationToken.None);

        Assert.Equal(7, mode.Version);
    }

    [Fact]
    public async Task Ask_TheAnswerIsCutOff_IsAskedAgainAndAChangeIsNot()
    {
        var asked = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref asked) == 2)
            {
                return Reply.SendAsync(context, 200, Mode);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        var api = ApiAt(server.Address);

        var mode = await api.Portfolio.GetModeAsync("main", CancellationToken.None);
        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(
            () => api.Portfolio.HaltAsync("main", new HaltBody("test"), CancellationToken.None));

        Assert.Equal((7, 3), (mode.Version, asked));
        Assert.True(lost.IsOutcomeUnknown);
        Assert.Contains("it is not known whether POST /api/v1/portfolios/main/halts took effect", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_NobodyListens_WasCertainlyNotSent()
    {
        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(
            () => ApiAt(Dead()).Portfolio.HaltAsync("main", new HaltBody("test"), CancellationToken.None));

        Assert.Equal((UnavailableReason.NotReachable, false), (lost.Reason, lost.IsOutcomeUnknown));
        Assert.Contains("was not sent and changed nothing", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfSomebodyElse_IsSaidToBeNone()
    {
        await using var server = await LoopbackServer.StartAsync(context => Reply.SendAsync(context, 404, "<html>nginx</html>"));

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(
            () => ApiAt(server.Address).Catalogue.GetStatusAsync(CancellationToken.None));

        Assert.Contains("is no OrleansAssets API", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>As a captive proxy answers, or another program at that address: of a change nobody knows what became.</summary>
    [Theory]
    [InlineData("[]")]
    [InlineData("<html>sign in to the network</html>")]
    [InlineData("")]
    [InlineData("{")]
    public async Task Answer_ThatIsNoneThoughItSaysSuccess_LeavesAChangeUnknownAndAQuestionNot(string body)
    {
        await using var server = await LoopbackServer.StartAsync(context => Reply.SendAsync(context, 200, body));
        var api = ApiAt(server.Address);

        var change = await Assert.ThrowsAsync<AssetsUnavailableException>(
            () => api.Portfolio.HaltAsync("main", new HaltBody("test"), CancellationToken.None));
        var question = await Assert.ThrowsAsync<AssetsUnavailableException>(
            () => api.Portfolio.GetModeAsync("main", CancellationToken.None));

        Assert.True(change.IsOutcomeUnknown);
        Assert.Contains("it is not known whether POST /api/v1/portfolios/main/halts took effect", change.Message, StringComparison.Ordinal);
        Assert.False(question.IsOutcomeUnknown);
        Assert.Contains("is no answer of this API", question.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problem_OfTheApi_IsTheProductsException()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 503;
            context.Response.ContentType = "application/problem+json";
            await context.Response.WriteAsync(
                """
                { "type": "t", "title": "t", "status": 503, "detail": "Gone.", "code": "unavailable", "outcomeUnknown": true, "faults": [] }
                """);
        });

        var lost = await Assert.ThrowsAsync<AssetsUnavailableException>(
            () => ApiAt(server.Address).Portfolio.HaltAsync("main", new HaltBody("test"), CancellationToken.None));

        Assert.Equal(("Gone.", true, UnavailableReason.NoAnswer), (lost.Message, lost.IsOutcomeUnknown, lost.Reason));
    }

    private static AssetsApi ApiAt(params Uri[] places) =>
        new(ApiTransport.Open(places, "oat_test", TimeSpan.Zero, TimeProvider.System));

    private static Uri Dead()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
