using System.Collections.Immutable;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Tests.Domain;

public sealed class SymbolDetectorTests
{
    [Theory]
    [InlineData("$GME to the moon", "GME", true)]
    [InlineData("$gme to the moon", "GME", true)]
    [InlineData("gme apes unite", "GME", true)]
    [InlineData("GameStop's new stores", "GME", true)]
    [InlineData("I stop the game at ten", "GME", false)]
    [InlineData("GMEX is another company", "GME", false)]
    [InlineData("it costs $5 and GM is up", "GME", false)]
    [InlineData("see r/GME for more", "GME", false)]
    [InlineData("The store is OPEN now, come in", "OPEN", false)]
    [InlineData("OPEN shares are cheap", "OPEN", true)]
    [InlineData("loaded OPEN calls today", "OPEN", true)]
    [InlineData("$OPEN", "OPEN", true)]
    [InlineData("at the open I bought shares", "OPEN", false)]
    [InlineData("EVERYTHING MUST GO, WE ARE OPEN, BUY OUR STOCK", "OPEN", false)]
    [InlineData("Opendoor reports on Thursday", "OPEN", true)]
    [InlineData("leave the open door alone", "OPEN", false)]
    [InlineData("AMC is about to rip", "AMC", true)]
    [InlineData("watched the new movie at AMC last night", "AMC", false)]
    [InlineData("the AMC series had a great last season", "AMC", false)]
    [InlineData("AMC stock falls although the movie did well", "AMC", true)]
    [InlineData("amc was packed", "AMC", false)]
    [InlineData("had a donut", "DNUT", false)]
    [InlineData("DNUT is a donut company", "DNUT", true)]
    [InlineData("Krispy Kreme for everyone", "DNUT", true)]
    [InlineData("Tesla beats estimates", "TSLA", true)]
    [InlineData("Nikola Tesla invented a coil", "TSLA", false)]
    [InlineData("ALL in on this", "ALL", false)]
    [InlineData("IT is not IT that matters", "IT", false)]
    [InlineData("A is for apple", "A", false)]
    [InlineData("$A reports tomorrow", "A", true)]
    [InlineData("AI stocks are ripping", "AI", false)]
    [InlineData("$AI reports tomorrow", "AI", true)]
    public void Mentions_TrickySentence_IsReadByItsContext(string text, string symbol, bool expected)
        => Assert.Equal(expected, SymbolDetector.Mentions(PostWords.Of(text), SymbolRule.Of(symbol, symbol)));

    [Fact]
    public void Mentions_UnknownCompany_IsFoundByTheNameOfTheConfiguration()
        => Assert.True(SymbolDetector.Mentions(PostWords.Of("Acme Rockets is hiring"), SymbolRule.Of("ACMR", "Acme Rockets")));

    [Theory]
    [InlineData("DD on why the CEO of an AI company will YOLO, IMO", "")]
    [InlineData("GME and $PLTR, maybe XYZQ", "GME:True PLTR:True XYZQ:False")]
    [InlineData("WHY IS EVERYONE SHOUTING ABOUT THIS XYZQ THING", "")]
    [InlineData("paid $500 for a TV in the US", "")]
    public void All_Post_TellsCertainFromPossible(string text, string expected)
        => Assert.Equal(expected, string.Join(' ', SymbolDetector.All(PostWords.Of(text), KnownSymbols.All)
            .Select(found => $"{found.Symbol}:{found.IsCertain}")));

    [Fact]
    public void KnownSymbols_Always_AreDistinctAndInCapitals()
    {
        ImmutableArray<string> symbols = [.. KnownSymbols.All.Select(rule => rule.Symbol)];

        Assert.Equal(symbols.Distinct(StringComparer.Ordinal), symbols);
        Assert.All(symbols, symbol => Assert.All(symbol, letter => Assert.True(char.IsAsciiLetterUpper(letter))));
    }
}
