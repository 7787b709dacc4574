namespace OrleansAssets.Tests.Simulation;

/// <summary>What is simulated.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Variable that sets <see cref="Days"/> for the tests that say so.</summary>
    public const string DaysVariable = "ASSETS_SIMULATED_DAYS";

    /// <summary>Variable that sets <see cref="Seed"/>.</summary>
    public const string SeedVariable = "ASSETS_SIMULATION_SEED";

    /// <summary>Variable that sets <see cref="Resolution"/>, in minutes.</summary>
    public const string ResolutionVariable = "ASSETS_SIMULATION_MINUTES";

    /// <summary>Four by default, which a suite can bear; <c>tests/simulate.sh</c> runs thirty.</summary>
    public int Days { get; init; } = 4;

    /// <summary>
    /// The first instant, midnight in UTC. It lies ahead of the real clock, by which the database notes when a row was recorded: none may
    /// be recorded after the simulated present. The shipped start is a Saturday: New York
    /// sets its clocks forward a day after it, and NVDA splits on the Tuesday.
    /// </summary>
    public DateTimeOffset Start { get; init; } = new(2030, 3, 9, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Of whatever is left to chance: the jitter of retries, the trader.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Reminders tick at multiples of this: those that fall due in between are late, and of one that falls due several times one tick
    /// comes, as in a silo that is busy. A minute delivers every tick that the product asks for, and takes as many times longer.
    /// </summary>
    public TimeSpan Resolution { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Real time that one step may take before the simulation gives up and says what it waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>With days, seed and resolution from the environment where it has them.</summary>
    public SimulationOptions FromEnvironment() => this with
    {
        Days = Number(DaysVariable, Days),
        Seed = Number(SeedVariable, Seed),
        Resolution = TimeSpan.FromMinutes(Number(ResolutionVariable, (int)Resolution.TotalMinutes)),
    };

    private static int Number(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) switch
    {
        null or "" => otherwise,
        { } text when int.TryParse(text, out var number) && number > 0 => number,
        { } text => throw new InvalidOperationException($"{variable} is '{text}'; it must be a whole number above 0."),
    };
}
