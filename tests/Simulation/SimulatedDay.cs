namespace OrleansAssets.Tests.Simulation;

/// <summary>A day of a simulation; a check sees it at its end.</summary>
/// <param name="Number">1 for the first.</param>
internal sealed record SimulatedDay(SimulatedSilo Simulation, int Number)
{
    public DateTimeOffset Start => Simulation.Options.Start.AddDays(Number - 1);

    public DateTimeOffset End => Start.AddDays(1);

    public DateOnly Date => DateOnly.FromDateTime(Start.UtcDateTime);
}

/// <summary>What must hold at the end of every day. One object sees all days of one simulation, so that it can remember.</summary>
internal interface ISimulationCheck
{
    /// <summary>What is said of its faults.</summary>
    string Name { get; }

    /// <summary>What does not hold, a sentence each.</summary>
    Task<IReadOnlyCollection<string>> FindAsync(SimulatedDay day);
}

/// <summary>How a simulation went.</summary>
internal sealed class SimulationReport
{
    public List<string> Faults { get; } = [];

    /// <summary>Real time that each day took, checks not counted.</summary>
    public List<TimeSpan> Took { get; } = [];

    /// <summary>Processor time of this process in each day, the server's not counted: it does not depend on who else is at work.</summary>
    public List<TimeSpan> Cpu { get; } = [];
}
