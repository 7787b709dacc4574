using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Tests.Web;

/// <summary>What an answer without words is made into.</summary>
public sealed class ProblemOfTests
{
    /// <summary>A commit of a large file under load ends so: the console asks again, and does not call the file bad.</summary>
    [Fact]
    public void Status_OfAnAnswerThatCameTooLate_IsNoFaultOfTheCaller()
    {
        var problem = ProblemOf.Status(504);

        Assert.Equal((504, ProblemCodes.TimedOut, true), (problem.Status, problem.Code, problem.OutcomeUnknown));
        Assert.Contains("repeat it with the same id", problem.Detail, StringComparison.Ordinal);
    }
}
