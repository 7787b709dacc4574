using System.Collections.Immutable;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The proof that nothing is collected twice finds what it is for.</summary>
public sealed class AskedPagesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Again_EachPageOnce_IsNone() => Assert.Empty(Again([], 0, 1, 2, 3));

    /// <summary>The page under way, then all that was not stored yet.</summary>
    [Fact]
    public void Again_PagesThatAnEndingLost_IsNone() => Assert.Empty(Again([2, 5], 0, 1, 1, 2, 3, 1, 2, 3, 4));

    [Fact]
    public void Again_PageThatNoEndingLost_IsFound() => Assert.Single(Again([], 0, 1, 1, 2));

    [Fact]
    public void Again_PageBeforeTheEnding_IsFound() => Assert.Single(Again([4], 0, 1, 1, 2, 3));

    [Fact]
    public void Again_TwiceForOneEnding_IsFound() => Assert.Single(Again([2], 0, 1, 1, 1, 2));

    /// <summary>More than is stored together.</summary>
    [Fact]
    public void Again_HistoryFromItsBeginning_IsFound() => Assert.NotEmpty(Again([7], 0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3));

    /// <summary>Its minutes had not all passed: what is newest is asked for again.</summary>
    [Fact]
    public void Again_PageThatIsNotOver_IsNone() => Assert.Empty(Again([], 11, 11, 11));

    /// <param name="endings">Before which question a silo ended, from 0 on.</param>
    private static ImmutableArray<string> Again(int[] endings, params int[] pages)
    {
        var ends = endings.Select(at => new SiloEnding(Now.AddSeconds(at - 0.6), Now.AddSeconds(at - 0.4))).ToArray();
        var asked = pages.Select((page, index) =>
            $"{Now.AddSeconds(index).ToUnixTimeMilliseconds()} ccxt_binance /sandbox/ccxt_binance/api/v3/klines?symbol=BTCUSDT&interval=1m"
            + $"&startTime={Start.AddMinutes(1_000 * page).ToUnixTimeMilliseconds()}&limit=1000");
        var others = new[] { "1 ccxt_binance /sandbox/ccxt_binance/api/v3/ticker/bookTicker?symbol=BTCUSDT" };
        return AskedPages.Again(asked.Concat(others), "/klines", ends);
    }
}
