using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.Tests.Fakes;
using OrleansAssets.Tests.Vendors;

namespace OrleansAssets.Tests.Cluster;

/// <summary>What <c>assets doctor</c> shows of a source that cannot deliver: six states, each told in other words, with one call at
/// most.</summary>
public sealed class SourceCheckTests
{
    private const string MissingKey = "set ALPACA_API_KEY and ALPACA_SECRET_KEY in the environment of the silo";

    /// <summary>What Alpaca answers, and what is made of it; a missing key is asked nobody.</summary>
    public static TheoryData<int, string, string> Answers => new()
    {
        { 401, """{"message":"unauthorized."}""", "alpaca rejects the key (HTTP 401)" },
        { 403, """{"message":"subscription does not permit querying recent SIP data"}""", "does not allow this with the key's plan" },
        { 400, """{"message":"invalid symbol: NVDA"}""", "alpaca does not know 'NVDA'" },
        { 429, """{"message":"too many requests."}""", "alpaca limits this caller (HTTP 429)" },
        { 503, "<html>Service Unavailable</html>", "alpaca failed on its side (HTTP 503)" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Check_VendorRefuses_SaysWhyInItsOwnWordsWithOneCall(int status, string body, string says)
    {
        await using var vendor = await VendorSetup.WithServerAsync(Reply.With(status, body));
        await using var cluster = await StartAsync(vendor, "sandbox");

        var check = await cluster.Source.CheckAsync();

        Assert.Equal((CheckVerdict.Failed, 1), (check.Verdict, check.Calls));
        Assert.Contains(says, check.Text, StringComparison.Ordinal);
        var others = Answers.Select(row => (string)row[2]).Append(MissingKey).Where(other => other != says);
        Assert.All(others, other => Assert.DoesNotContain(other, check.Text, StringComparison.Ordinal));
        Assert.Single(vendor.Server.Requests);
    }

    [Fact]
    public async Task Check_VendorIsOut_SaysThatItCouldNotBeReached()
    {
        await using var vendor = await VendorSetup.WithServerAsync(Reply.With(200, "{}"));
        await using var cluster = await StartAsync(vendor, "sandbox");
        await vendor.Server.DisposeAsync();

        var check = await cluster.Source.CheckAsync();

        Assert.StartsWith("alpaca could not be reached: ", check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_KeyIsMissing_NamesTheVariablesAndAsksNobody()
    {
        await using var vendor = await VendorSetup.WithServerAsync(Reply.With(200, "{}"));
        await using var cluster = await StartAsync(vendor, "live");

        var check = await cluster.Source.CheckAsync();

        Assert.Equal((CheckVerdict.Failed, 0, MissingKey), (check.Verdict, check.Calls, check.Text));
        Assert.Empty(vendor.Server.Requests);
    }

    private static Task<SourceCluster> StartAsync(VendorSetup vendor, string mode) => new SourceCluster
    {
        Id = VendorCatalogue.Alpaca,
        Mode = mode,
        KeyVariables = ["ALPACA_API_KEY", "ALPACA_SECRET_KEY"],
        Datasets = [Definitions.Quotes],
        Assets = [SourceCluster.Asset("NVDA", enabled: true) with { Symbols = [new(VendorCatalogue.Alpaca, "NVDA")] }],
        OtherVendor = vendor.Alpaca,
    }.StartAsync();
}
