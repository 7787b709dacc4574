using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;

namespace OrleansAssets.Tests.Domain;

public sealed class OperatorRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a\0b", 2, "U+0000")]
    [InlineData("ring \a the bell", 6, "U+0007")]
    [InlineData("\ud83d alone", 1, "U+FFFD")]
    public void Check_NotesThatTheLogCannotKeep_AreRefusedByCharacter(string notes, int place, string character)
    {
        var activation = Assert.Throws<InvalidRequestException>(() => OperatorRules.Check(new ActivationRequest("ann", notes), Now));
        Assert.Throws<InvalidRequestException>(() => OperatorRules.Check(new ApprovalRequest("ann", notes)));

        Assert.Equal(
            $"The notes cannot be kept: character {place} ({character}) is no printable one; write it without.", activation.Message);
    }

    [Theory]
    [InlineData("a reason long enough\0")]
    [InlineData("\udc00 a reason long enough")]
    public void Check_ReasonThatTheLogCannotKeep_IsRefused(string reason)
    {
        Assert.Throws<InvalidRequestException>(() => OperatorRules.Check(new DeactivationRequest("ann", reason)));
        Assert.Throws<InvalidRequestException>(
            () => OperatorRules.Check(new ActivationRequest("ann", null, new ForceRequest(reason, Now.AddDays(1))), Now));
    }

    [Fact]
    public void Check_LinesTabsAndSigns_AreTaken()
    {
        OperatorRules.Check(new ActivationRequest("ann", "first line\n\tsecond: gain \ud83d\ude80 größer"), Now);
        OperatorRules.Check(new DeactivationRequest("ann", "broker is down\r\nsee the mail of today"));
    }
}
