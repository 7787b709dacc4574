using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Phases;

namespace OrleansAssets.Tests.Domain.Configuration;

/// <summary>
/// Definitions are equal by what they hold: a grain that is configured again with the same writes nothing. Their equality is written by
/// hand, so that each member, wherever it stands, is changed once and must be seen.
/// </summary>
public sealed class DefinitionEqualityTests
{
    private static readonly RequirementDefinition Requirement = new(
        "profit", RequirementMetric.ProfitableDays, "crypto", Direction.AtLeast, 30, 60, StreakMode.Total, WinRateBasis.Auto, 20,
        ["alpaca"], 0.9m, EvidenceLedger.Live, 20, 0.8m);

    public static TheoryData<object> Samples =>
    [
        new AssetDefinition(
            "NVDA", "Nvidia", "stocks", "phase_1_stocks", Enabled: true, [new SourceSymbol("alpaca", "NVDA")],
            [new LeadingIndicator("semiconductors", "polygon", "an index")], ["alpaca"], ["polygon", "reddit"],
            new AssetRisk(
                0.1m, 6, 1, 2, 3, new PriceDistance(0.08m, DistanceUnit.Fraction), new PriceDistance(100, DistanceUnit.Pips), 1, 0.01m,
                new SpecialRules(
                    3, ["@elonmusk"], SentimentRequired: true, 5, AvoidSidewaysMarket: true, DecayWarning: true, 100, 60, 30, 5, 0.1m),
                3, new OrderTerms(AllowShort: true, 5, 0.01m, 0.001m, 0.05m, 0.01m, SessionOnly: true))),
        new AssetClassDefinition("stocks", "Stocks", Enabled: true, 0.4m, 3, 0.8m, 0.08m, ["NVDA", "TSLA"], MarketHours.UsExchange,
            NegativePrices: true),
        new PhaseDefinition(
            "phase_1_stocks", "Stocks", 1, "main", ["phase_0_crypto"], [Requirement], ["stocks"], ["NVDA"], 3_000, 5_000,
            AutoActivate: true, ActiveFromStart: true, 2, 30)
        {
            ExitRequirements = [Requirement with { Name = "drawdown" }],
            KeepCapital = 2_700,
        },
        new CatalogueState
        {
            ConfigurationHash = "abc",
            Classes = ["stocks"],
            Assets = ["NVDA"],
            Phases = ["phase_1_stocks"],
            Sources = ["alpaca"],
            Vanished = [new VanishedEntry("assets", "AMD", WasEnabled: true, "Ada", DateTimeOffset.UnixEpoch)],
            AppliedContent = "def",
        },
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Equals_SameContentInOtherArrays_IsTrueWithTheSameHash(object sample)
    {
        var copy = Read(sample, Json(sample));

        Assert.NotSame(sample, copy);
        Assert.Equal(sample, copy);
        Assert.Equal(sample.GetHashCode(), copy.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Equals_AnyMemberChanged_IsFalse(object sample)
    {
        var places = Places(Json(sample)).ToArray();

        Assert.NotEmpty(places);
        Assert.All(places, place =>
        {
            var changed = Json(sample);
            Change(changed, place);
            Assert.NotEqual(sample, Read(sample, changed));
        });
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_Always_FillsEveryMember(object sample) =>
        Assert.DoesNotContain("null", Json(sample).ToJsonString(), StringComparison.Ordinal);

    private static JsonNode Json(object sample) =>
        JsonSerializer.SerializeToNode(sample, sample.GetType()) ?? throw new InvalidOperationException("A sample is null.");

    private static object Read(object sample, JsonNode json) =>
        json.Deserialize(sample.GetType()) ?? throw new InvalidOperationException("A copy is null.");

    private static IEnumerable<string> Places(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value!)), // no sample has a null
        JsonArray items => items.SelectMany(item => Places(item!)).Append(items.GetPath()),
        _ => [node.GetPath()],
    };

    private static void Change(JsonNode node, string place)
    {
        if (node.GetPath() == place)
        {
            switch (node)
            {
                case JsonArray items:
                    items.RemoveAt(items.Count - 1);
                    break;
                case JsonValue value when value.TryGetValue<bool>(out var flag):
                    value.ReplaceWith(!flag);
                    break;
                case JsonValue value when value.TryGetValue<decimal>(out var number):
                    value.ReplaceWith(number + 1);
                    break;
                case JsonValue value when value.TryGetValue<DateTimeOffset>(out var at):
                    value.ReplaceWith(at.AddDays(1));
                    break;
                default:
                    node.ReplaceWith($"{node}x");
                    break;
            }

            return;
        }

        foreach (var child in node is JsonObject members ? members.Select(member => member.Value).ToArray() : [.. node as JsonArray ?? []])
        {
            Change(child!, place); // no sample has a null
        }
    }
}
