using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;

namespace OrleansAssets.Grains.Inner;

/// <summary>
/// Refuses a change that was decided by a version which is not the grain's any more. It stands in the turn of the change: between the
/// look and the change nobody else changes anything.
/// </summary>
public sealed class ExpectedVersionFilter : IIncomingGrainCallFilter
{
    /// <inheritdoc />
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IEdited edited || RequestContext.Get(ExpectedVersion.Key) is not string expected)
        {
            return context.Invoke();
        }

        RequestContext.Remove(ExpectedVersion.Key); // it is of this grain, and of none that it calls
        return expected.Split(' ').Contains(edited.Version, StringComparer.Ordinal)
            ? context.Invoke()
            : throw new ChangedMeanwhileException(
                $"{context.TargetId.Key} is not as it was when this was decided: somebody changed it meanwhile, and nothing was done. "
                + "Look at it again, and decide anew.");
    }
}

/// <summary>A grain whose changes may say by which version of it they were decided.</summary>
internal interface IEdited
{
    /// <summary>Another one after each change by an operator.</summary>
    string Version { get; }
}
