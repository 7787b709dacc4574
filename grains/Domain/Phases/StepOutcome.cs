namespace OrleansAssets.Domain.Phases;

/// <summary>How a step went. An exception is none of these: the step is tried again.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    public static StepOutcome Ok { get; } = new Done();

    public sealed record Done : StepOutcome;

    /// <summary>The world is not there yet.</summary>
    public sealed record Wait(string For) : StepOutcome;

    /// <summary>Trying again would not help.</summary>
    public sealed record Failed(string Because) : StepOutcome;
}
