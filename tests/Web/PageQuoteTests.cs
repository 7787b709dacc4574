using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>A quote that is not believed, on the page where somebody takes it.</summary>
[Collection(WebSilo.Name)]
public sealed partial class PageQuoteTests(WebSilo silo)
{
    /// <summary>Nothing collects it here.</summary>
    private const string AssetId = "SILVER";

    private const string Page = $"/assets/quote?asset={AssetId}";

    [Fact]
    public async Task Accept_OfTheQuoteThatWasLookedAt_TakesItAndOfAnotherNothing()
    {
        var asset = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IAssetGrain>(Keys.Asset(AssetId));
        using var visitor = silo.Visitor("127.0.0.36");
        await visitor.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret }).ExpectAsync(HttpStatusCode.OK);
        await TellAsync(asset, 20, 40);
        var looked = await visitor.GetStringAsync(new Uri(Page, UriKind.Relative));
        Assert.Contains("Held back", looked, StringComparison.Ordinal);
        Assert.Contains("has a spread of", (await asset.GetAsync()).Doubt?.Reason ?? "", StringComparison.Ordinal);

        await TellAsync(asset, 21, 41);
        Assert.Contains("changed it meanwhile", await AcceptAsync(visitor, looked), StringComparison.Ordinal);
        Assert.NotNull((await asset.GetAsync()).Doubt);

        var taken = await AcceptAsync(visitor, await visitor.GetStringAsync(new Uri(Page, UriKind.Relative)));
        Assert.Contains("It is taken.", taken, StringComparison.Ordinal);
        var after = await asset.GetAsync();
        Assert.Equal((21m, null), (after.LastQuote?.Bid, after.Doubt));
        Assert.Contains(
            "is held back: the last one is believed", await visitor.GetStringAsync(new Uri(Page, UriKind.Relative)),
            StringComparison.Ordinal);
    }

    private static Task TellAsync(IAssetGrain asset, decimal bid, decimal ask) => asset.RecordQuoteAsync(
        new Quote(AssetId, "oanda", TimeProvider.System.GetUtcNow(), bid, ask, 1, 1), "quotes");

    /// <summary>Sends the form as a page of it was looked at.</summary>
    private static async Task<string> AcceptAsync(HttpClient visitor, string page)
    {
        var fields = Hidden().Matches(page).ToDictionary(
            match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);
        fields["Form.Reason"] = "read at two venues";
        using var body = new FormUrlEncodedContent(fields);
        using var answer = await visitor.PostAsync(new Uri(Page, UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hidden();
}
