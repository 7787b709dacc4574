using OrleansAssets.Domain;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>What nobody sees makes two of what reads as one; whatever is seen may be said, in any script.</summary>
public sealed class PrintableTextTests
{
    public static TheoryData<string> Seen =>
    [
        "d-1", "Überweisung", "資本", "مال", "d 1", "lunch \U0001F355", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\u2764\uFE0F",
        "\U0001F44D\U0001F3FD", "e\u0301", "\U0001F575\uFE0F\u200D\u2642\uFE0F",
    ];

    /// <summary>Overrides and marks of direction, blanks without width, halves of pairs, ends of lines, tags.</summary>
    public static TheoryData<string> Unseen =>
    [
        "d\u202E1", "d\u2066", "d\u200F1", "d\u200B1", "d\u200D1", "d\u2060", "\uFEFFd", "d\u00AD1", "d\0", "d\t1", "d\n", "d\u2028",
        "d\uD800", "\uDC00d", "d\U000E0041", "\U0001F468\u200D",
    ];

    [Theory]
    [MemberData(nameof(Seen))]
    public void Text_ThatIsSeen_IsTakenAsIdAndAsReason(string text)
    {
        Assert.Null(IdCheck.FaultOf("flowId", text));
        FillCheck.Check(new CashFlow(text, 1, "Ada", text), DateTimeOffset.UnixEpoch);
        Assert.Equal(text.Replace("\u200D", "", StringComparison.Ordinal), CleanText.Of(text, 100));
    }

    [Theory]
    [MemberData(nameof(Unseen))]
    public void Text_WithWhatNobodySees_IsRefusedWithItsPlaceAndCode(string text)
    {
        Assert.Matches("(flowId has a character that nobody sees, U\\+[0-9A-F]{4,})|(a blank)", IdCheck.FaultOf("flowId", text) ?? "");
        var refused = Assert.Throws<InvalidRequestException>(
            () => FillCheck.Check(new CashFlow("d-1", 1, "Ada", $"why {text} not"), DateTimeOffset.UnixEpoch));
        Assert.Contains("the reason has a character that nobody sees", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(CleanText.Of($"why {text} not", 100).EnumerateRunes(), PrintableText.IsHidden);
    }

    [Theory]
    [InlineData("d1 ")]
    [InlineData(" d1")]
    [InlineData("d1\u00A0")]
    [InlineData("d1\u3000")]
    public void Id_WithABlankAtAnEnd_IsRefused(string id) =>
        Assert.Contains("begins or ends with a blank", IdCheck.FaultOf("flowId", id), StringComparison.Ordinal);

    /// <summary>It was taken, and no address could ask for it, cancel it or correct it.</summary>
    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void Id_ThatIsTheWayUpInAnAddress_IsRefused(string id) =>
        Assert.Contains("could never be asked for", IdCheck.FaultOf("fillId", id)!.Words, StringComparison.Ordinal);

    /// <summary>A halt is never refused for its words, and no half of an emoji is left of one.</summary>
    [Fact]
    public void CleanText_CutInTheMiddleOfAnEmoji_LeavesAllOfItOut() => Assert.Equal("abc…", CleanText.Of("abc\U0001F355\U0001F355", 5));
}
