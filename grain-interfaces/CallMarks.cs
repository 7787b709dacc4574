namespace OrleansAssets;

/// <summary>
/// Of a grain method that only asks. It may be asked again at any time, and nothing is unknown where the answer was lost. What it may
/// store on the way, such as a measurement, may be stored twice without harm.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QuestionAttribute : Attribute
{
    /// <summary>Whether each asking costs something, as a call of a vendor's budget: a client does not ask again on its own.</summary>
    public bool Costs { get; init; }
}

/// <summary>
/// Of a grain method that changes something and may be called again with the same arguments: the change is made once. A method with neither
/// this nor <see cref="QuestionAttribute"/> is not repeated by a client on its own.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RepeatableAttribute : Attribute
{
    /// <summary>Whether an id of the caller's makes it so: a fill, a flow, an order, an import.</summary>
    public bool ById { get; init; }
}

/// <summary>How long calls wait for their answer where it is not the engine's 30 s.</summary>
public static class CallTimes
{
    /// <summary>
    /// Decisions, fills and halts: an answer takes milliseconds. The silo that was asked may have frozen with the call in it, and no error
    /// ever comes; after this the caller repeats it under the same id, and another silo answers.
    /// </summary>
    public const string Decision = "00:00:06";

    /// <summary>Corrections and what came late: a portfolio's whole journal may be read for one.</summary>
    public const string Correction = "00:02:00";
}

/// <summary>
/// Of a grain interface that only the product itself calls: what configures, collects, applies and ticks. It is refused to clients.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class InnerAttribute : Attribute;
