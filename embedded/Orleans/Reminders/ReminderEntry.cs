using Orleans.Runtime;

namespace Orleans;

/// <summary>One row of a reminder table.</summary>
[GenerateSerializer]
public sealed class ReminderEntry
{
    /// <summary>The grain to wake.</summary>
    [Id(0)]
    public GrainId GrainId { get; set; }

    /// <summary>Name, unique within the grain.</summary>
    [Id(1)]
    public string ReminderName { get; set; } = null!; // every table sets it

    /// <summary>Time of the first tick, UTC.</summary>
    [Id(2)]
    public DateTime StartAt { get; set; }

    /// <summary>Time between ticks.</summary>
    [Id(3)]
    public TimeSpan Period { get; set; }

    /// <summary>Version of the row; null before it is stored.</summary>
    [Id(4)]
    public string? ETag { get; set; }

    /// <inheritdoc />
    public override string ToString() => $"<GrainId={GrainId} ReminderName={ReminderName} Period={Period}>";
}
