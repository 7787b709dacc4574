using System.Text;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// Decisions that an earlier version stored, with their inputs: each odd line of StoredDecisions.jsonl is an input, the next one its
/// decision. What is stored must replay to the same bytes; where a check is added or changed on purpose, <c>APPROVE=1</c> writes the
/// decisions anew, and the difference shows what no longer replays.
/// </summary>
public sealed class StoredDecisionTests
{
    private static readonly string Stored = RepositoryFiles.PathOf("tests", "Domain", "PreTrade", "StoredDecisions.jsonl");

    [Fact]
    public void Decide_InputsOfAnEarlierVersion_GiveItsDecisionsToTheByte()
    {
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            var anew = File.ReadAllLines(Stored).Chunk(2).SelectMany(pair => new[] { pair[0], Text(PreTradeRules.Decide(Read(pair[0]))) });
            File.WriteAllText(Stored, string.Join('\n', anew) + "\n");
        }

        Assert.All(File.ReadAllLines(Stored).Chunk(2), pair =>
        {
            Assert.Equal(pair[0], Encoding.UTF8.GetString(PreTradeJson.Bytes(Read(pair[0]))));
            Assert.Equal(pair[1], Text(PreTradeRules.Decide(Read(pair[0]))));
        });
    }

    [Fact]
    public void StoredDecisions_Together_ShowWhatEachCheckSaysWhereItDoesNotPass()
    {
        var verdicts = File.ReadAllLines(Stored).Chunk(2).SelectMany(pair => PreTradeRules.Decide(Read(pair[0])).Rules)
            .ToLookup(result => result.Code, result => result.Verdict, StringComparer.Ordinal);

        Assert.All(PreTradeChecks.All, check => Assert.Contains(
            verdicts[check.Code], verdict => verdict is RuleVerdict.Failed or RuleVerdict.Reduced or RuleVerdict.Warned));
    }

    private static PreTradeInput Read(string line) => PreTradeJson.ReadInput(Encoding.UTF8.GetBytes(line));

    private static string Text(OrderDecision decision) => Encoding.UTF8.GetString(PreTradeJson.Bytes(decision));
}
