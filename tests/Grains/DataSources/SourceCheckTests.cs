using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Assets;
using OrleansAssets.Configuration;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;
using OrleansAssets.Vendors;
using OrleansAssets.Vendors.Alpaca;

namespace OrleansAssets.Tests.Grains;

/// <summary>What <c>assets doctor</c> shows of each source that cannot deliver: six states, each told in words of its own, with one call
/// at most.</summary>
public sealed class SourceCheckTests(CheckedSources sources) : IClassFixture<CheckedSources>
{
    private const string Html = "<html><head><title>Sorry</title></head></html>";

    /// <summary>The words by which a reader tells the states apart.</summary>
    private static readonly ImmutableDictionary<FeedResult, Regex> Words = new Dictionary<FeedResult, string>
    {
        [FeedResult.KeyMissing] = "^set [A-Z_]+( and [A-Z_]+)* in the environment of the silo$",
        [FeedResult.KeyRejected] = "rejects the (key|token|credentials).*check [A-Z_]+",
        [FeedResult.PlanTooSmall] = "(with|to) the key's plan|to premium plans only|paid|asks for payment|does not give .* to this key",
        [FeedResult.UnknownSymbol] = "(does not know|has no account) '.*correct",
        [FeedResult.RateLimited] = "limits (this|our)|more than once in a second|as often as its plan allows|spent this key's calls",
        [FeedResult.Unavailable] = "failed on its side|could not be reached",
    }.ToImmutableDictionary(pair => pair.Key, pair => new Regex(pair.Value, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

    /// <summary>What the vendors answer; a state that one has not is absent: no key, no plans, no symbols.</summary>
    public static TheoryData<string, FeedResult, int, string> Answers => new()
    {
        { "ccxt_binance", FeedResult.UnknownSymbol, 400, """{"code":-1121,"msg":"Invalid symbol."}""" },
        { "ccxt_binance", FeedResult.RateLimited, 429, """{"code":-1003,"msg":"Too many requests."}""" },
        { "ccxt_binance", FeedResult.Unavailable, 502, Html },
        { "glassnode", FeedResult.KeyRejected, 401, Html },
        { "glassnode", FeedResult.PlanTooSmall, 403, "metric above your plan" },
        { "glassnode", FeedResult.UnknownSymbol, 400, "invalid asset" },
        { "glassnode", FeedResult.RateLimited, 429, "" },
        { "glassnode", FeedResult.Unavailable, 502, Html },
        { "etherscan", FeedResult.KeyRejected, 200, """{"status":"0","message":"NOTOK","result":"Invalid API Key"}""" },
        { "etherscan", FeedResult.PlanTooSmall, 200,
            """{"status":"0","message":"NOTOK","result":"Sorry, it looks like you are trying to access an API Pro endpoint."}""" },
        { "etherscan", FeedResult.UnknownSymbol, 200,
            """{"status":"0","message":"NOTOK","result":"Missing or unsupported chainid parameter"}""" },
        { "etherscan", FeedResult.RateLimited, 200,
            """{"status":"0","message":"NOTOK","result":"Max calls per sec rate limit reached (3/sec)"}""" },
        { "etherscan", FeedResult.Unavailable, 503, Html },
        { "coinmetrics", FeedResult.PlanTooSmall, 403,
            """{"error":{"type":"forbidden","message":"not available with supplied credentials"}}""" },
        { "coinmetrics", FeedResult.UnknownSymbol, 400,
            """{"error":{"type":"bad_parameter","message":"Bad parameter 'assets'. Value 'x' is not supported."}}""" },
        { "coinmetrics", FeedResult.RateLimited, 429, """{"error":{"type":"too_many_requests","message":"slow down"}}""" },
        { "coinmetrics", FeedResult.Unavailable, 500, """{"error":{"type":"internal","message":"oops"}}""" },
        { "defillama", FeedResult.PlanTooSmall, 402, "{}" },
        { "defillama", FeedResult.UnknownSymbol, 404, "Not Found" },
        { "defillama", FeedResult.RateLimited, 429, "slow down" },
        { "defillama", FeedResult.Unavailable, 520, Html },
        { "polygon", FeedResult.KeyRejected, 401, """{"status":"ERROR","request_id":"x","error":"Unknown API Key"}""" },
        { "polygon", FeedResult.PlanTooSmall, 403,
            """{"status":"NOT_AUTHORIZED","request_id":"x","message":"You are not entitled to this data."}""" },
        { "polygon", FeedResult.UnknownSymbol, 404, """{"status":"NOT_FOUND","request_id":"x","message":"Data not found."}""" },
        { "polygon", FeedResult.RateLimited, 429, """{"status":"ERROR","error":"You've exceeded the maximum requests per minute."}""" },
        { "polygon", FeedResult.Unavailable, 502, Html },
        { "alpha_vantage", FeedResult.KeyRejected, 200, """{"Error Message":"the parameter apikey is invalid or missing."}""" },
        { "alpha_vantage", FeedResult.PlanTooSmall, 200, """{"Information":"This is a premium endpoint."}""" },
        { "alpha_vantage", FeedResult.UnknownSymbol, 200, """{"Error Message":"Invalid API call. Please retry."}""" },
        { "alpha_vantage", FeedResult.RateLimited, 200, """{"Information":"our standard API rate limit is 25 requests per day."}""" },
        { "alpha_vantage", FeedResult.Unavailable, 503, Html },
        { "alpaca", FeedResult.KeyRejected, 401, """{"message":"unauthorized."}""" },
        { "alpaca", FeedResult.PlanTooSmall, 403, """{"message":"subscription does not permit querying recent SIP data"}""" },
        { "alpaca", FeedResult.UnknownSymbol, 400, """{"message":"invalid symbol: NVDA"}""" },
        { "alpaca", FeedResult.RateLimited, 429, """{"message":"too many requests."}""" },
        { "alpaca", FeedResult.Unavailable, 503, Html },
        { "oanda", FeedResult.KeyRejected, 401, """{"errorMessage":"Insufficient authorization to perform request."}""" },
        { "oanda", FeedResult.UnknownSymbol, 400, """{"errorMessage":"Invalid value specified for 'instrument'"}""" },
        { "oanda", FeedResult.RateLimited, 429, "{}" },
        { "oanda", FeedResult.Unavailable, 503, Html },
        { "reddit", FeedResult.KeyRejected, 401, """{"message":"Unauthorized","error":401}""" },
        { "reddit", FeedResult.RateLimited, 429, "{}" },
        { "reddit", FeedResult.Unavailable, 503, Html },
        { "twitter", FeedResult.KeyRejected, 401, """{"title":"Unauthorized","status":401}""" },
        { "twitter", FeedResult.PlanTooSmall, 402, """{"title":"CreditsDepleted","detail":"no credits"}""" },
        { "twitter", FeedResult.UnknownSymbol, 200,
            """{"errors":[{"title":"Not Found Error","detail":"Could not find user with username: [elonmusk]."}]}""" },
        { "twitter", FeedResult.RateLimited, 429, """{"title":"Too Many Requests"}""" },
        { "twitter", FeedResult.Unavailable, 503, """{"title":"Service Unavailable"}""" },
        { "eia", FeedResult.KeyRejected, 403, """{"error":{"code":"API_KEY_INVALID","message":"An invalid api_key was supplied."}}""" },
        { "eia", FeedResult.PlanTooSmall, 403, """{"error":{"code":"API_KEY_UNAUTHORIZED","message":"not authorized"}}""" },
        { "eia", FeedResult.UnknownSymbol, 200, """{"response":{"total":"0","data":[]}}""" },
        { "eia", FeedResult.RateLimited, 429, """{"error":{"code":"OVER_RATE_LIMIT","message":"You have exceeded your rate limit."}}""" },
        { "eia", FeedResult.Unavailable, 503, Html },
        { "fred", FeedResult.KeyRejected, 400,
            """{"error_code":400,"error_message":"Bad Request.  The value for variable api_key is not registered."}""" },
        { "fred", FeedResult.UnknownSymbol, 400, """{"error_code":400,"error_message":"Bad Request.  The series does not exist."}""" },
        { "fred", FeedResult.RateLimited, 429, """{"error_code":429,"error_message":"Too Many Requests."}""" },
        { "fred", FeedResult.Unavailable, 500, Html },
        { "unusual_whales", FeedResult.KeyRejected, 401, """{"error":"Invalid API key"}""" },
        { "unusual_whales", FeedResult.PlanTooSmall, 403, """{"error":"not allowed"}""" },
        { "unusual_whales", FeedResult.UnknownSymbol, 422, """{"error":"Invalid ticker symbol"}""" },
        { "unusual_whales", FeedResult.RateLimited, 429, "" },
        { "unusual_whales", FeedResult.Unavailable, 500, """{"error":"Server error"}""" },
        { "finra", FeedResult.RateLimited, 429, "" },
        { "finra", FeedResult.Unavailable, 500, "" },
    };

    public static TheoryData<string> SourcesWithKeys =>
        [.. CheckedSources.Shipped.Where(source => source.KeyVariables.Length > 0).Select(source => source.Id)];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Check_VendorRefuses_SaysWhyInWordsOfThatStateWithOneCall(string sourceId, FeedResult state, int status, string body)
    {
        var (check, requests) = await sources.CheckAsync(sourceId, Reply.With(status, body));

        Assert.Equal((CheckVerdict.Failed, 1), (check.Verdict, check.Calls));
        Assert.Equal([state], Words.Where(word => word.Value.IsMatch(check.Text)).Select(word => word.Key));
        Assert.StartsWith(sourceId, check.Text, StringComparison.Ordinal);
        Assert.Equal(1, requests);
    }

    [Fact]
    public void Answers_OfEverySource_AreThere() => Assert.Equal(
        CheckedSources.Shipped.Select(source => source.Id).Order(StringComparer.Ordinal),
        Answers.Select(row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Check_VendorIsOut_SaysThatItCouldNotBeReached()
    {
        var (check, _) = await sources.CheckAsync(AlpacaVendor.Id, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.StartsWith("alpaca could not be reached: ", check.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SourcesWithKeys))]
    public async Task Check_KeyIsMissing_NamesTheVariablesAndAsksNobody(string sourceId)
    {
        var (check, requests) = await sources.CheckWithoutKeysAsync(sourceId);

        Assert.Equal((CheckVerdict.Failed, 0), (check.Verdict, check.Calls));
        Assert.Equal([FeedResult.KeyMissing], Words.Where(word => word.Value.IsMatch(check.Text)).Select(word => word.Key));
        Assert.All(CheckedSources.Shipped.Single(source => source.Id == sourceId).KeyVariables, variable =>
            Assert.Contains(variable, check.Text, StringComparison.Ordinal));
        Assert.Equal(0, requests);
    }
}

/// <summary>
/// All shipped sources in two silos, one with keys and one without, in front of a server whose reply a test sets. Nothing is collected, and
/// before each check a day passes, so that what a vendor forbade before is over.
/// </summary>
public sealed class CheckedSources : IAsyncLifetime
{
    /// <summary>A series that is empty for so long is none.</summary>
    private const int HistoryDays = 400;

    private VendorSetup? _vendor;
    private SourceCluster? _withKeys;
    private SourceCluster? _without;
    private RequestDelegate _reply = Reply.With(200, "{}");

    public static ImmutableArray<DataSourceDefinition> Shipped { get; } =
        // The shipped files are valid.
        ConfigurationReader.Read(RepositoryFiles.Config, VendorCatalogue.Descriptors).Configuration!.Sources;

    public async Task InitializeAsync()
    {
        _vendor = await VendorSetup.WithServerAsync(context => _reply(context));
        _withKeys = await StartAsync(_vendor, "sandbox");
        _without = await StartAsync(_vendor, "live");
    }

    public async Task DisposeAsync()
    {
        foreach (var one in new IAsyncDisposable?[] { _withKeys, _without, _vendor })
        {
            await (one?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Checks a source whose vendor replies so, and says how often the vendor was asked.</summary>
    internal Task<(SourceCheck Check, int Requests)> CheckAsync(string sourceId, RequestDelegate reply)
    {
        _reply = reply;
        return CheckAsync(_withKeys, sourceId);
    }

    /// <summary>Likewise, where no key is set.</summary>
    internal Task<(SourceCheck Check, int Requests)> CheckWithoutKeysAsync(string sourceId) => CheckAsync(_without, sourceId);

    private async Task<(SourceCheck Check, int Requests)> CheckAsync(SourceCluster? cluster, string sourceId)
    {
        var (vendor, silo) = (_vendor, cluster) is ({ } one, { } other)
            ? (one, other)
            : throw new InvalidOperationException("They are not started.");
        vendor.Clock.Advance(TimeSpan.FromDays(1));
        var before = vendor.Server.Requests.Count;
        var check = await silo.Grain<IDataSourceGrain>(Keys.DataSource(sourceId)).CheckAsync();
        return (check, vendor.Server.Requests.Count - before);
    }

    private static Task<SourceCluster> StartAsync(VendorSetup vendor, string mode)
    {
        // Of X it is the watched account: nothing else can be unknown there.
        var asked = Shipped.Select(source => (
            source.Id, source.KeyVariables,
            Question: VendorQuestion.All.Last(one => one.SourceId == source.Id && !one.Dataset.Kind.IsOfMarket()))).ToList();
        var cluster = new SourceCluster
        {
            Mode = mode,
            Time = vendor.Clock,
            Datasets = [],
            Others =
            [
                .. asked.Select(one => (
                    Definitions.Source(
                        one.Id, [], one.Question.Dataset with { HistoryDays = HistoryDays, Indicator = null, Account = null }) with
                    {
                        KeyVariables = one.KeyVariables,
                    },
                    vendor.Adapter<IVendorAdapter>(one.Id))),
            ],
            Assets = [.. asked.GroupBy(one => one.Question.AssetId, one => one.Question, StringComparer.Ordinal).Select(Asset)],
        };
        cluster.Endpoints.IsOpen = false; // checks only
        return cluster.StartAsync();
    }

    /// <summary>The asset that some sources are asked for.</summary>
    private static AssetDefinition Asset(IGrouping<string, VendorQuestion> asked)
    {
        var asset = SourceCluster.Asset(asked.Key, enabled: true);
        return asset with
        {
            Symbols = [.. asked.Select(one => new SourceSymbol(one.SourceId, one.Symbol))],
            LeadingIndicators =
            [
                .. asked.Where(one => one.Dataset.Indicator is not null)
                    .Select(one => new LeadingIndicator(one.Dataset.Indicator!, one.SourceId, one.Dataset.Indicator!)), // it is not null
            ],
            Risk = asset.Risk with
            {
                Rules = asset.Risk.Rules with
                {
                    WatchedAccounts = [.. asked.Select(one => one.Dataset.Account).OfType<string>()],
                },
            },
        };
    }
}
