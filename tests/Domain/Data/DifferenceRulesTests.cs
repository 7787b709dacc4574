using System.Collections.Immutable;
using OrleansAssets.Domain.Data;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain.Data;

/// <summary>How far a second source's quote differs from that of the first; quotes come in the order of the asset's sources.</summary>
public sealed class DifferenceRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("first", null)] // it is what others are compared with
    [InlineData("second", "0.01")]
    [InlineData("third", "-0.02")]
    [InlineData("fourth", null)] // it has no quote
    public void Of_SeveralSources_IsTheShareByWhichAQuoteLiesAboveThatOfTheFirst(string source, string? expected)
    {
        var differs = DifferenceRules.Of([At("first", 100), At("second", 101), At("third", 98)], source);

        Assert.Equal(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), differs);
    }

    /// <summary>A quote from before a night is of another market: the next source is the measure then.</summary>
    [Theory]
    [InlineData(15, "second", 0.01)]
    [InlineData(16, "second", null)]
    [InlineData(16, "third", -0.03)]
    public void Of_FirstSourceIsSilent_IsComparedWithTheNextThatIsNot(int minutes, string source, double? expected)
    {
        ImmutableArray<Quote> quotes = [At("first", 100) with { At = Now.AddMinutes(-minutes) }, At("second", 101), At("third", 97.97m)];

        Assert.Equal((decimal?)expected, DifferenceRules.Of(quotes, source));
    }

    [Fact]
    public void Of_FirstHasNoPrice_IsNoDivisionByNothing() =>
        Assert.Null(DifferenceRules.Of([At("first", 0), At("second", 101)], "second"));

    private static Quote At(string source, decimal mid) => new("NVDA", source, Now, mid, mid, null, null);
}
