namespace Orleans;

/// <summary>Kinds of reasons for the end of an activation.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>None given.</summary>
    None = 0,

    /// <summary>The silo stops.</summary>
    ShuttingDown = 1,

    /// <summary>Construction, state or OnActivateAsync failed.</summary>
    ActivationFailed = 2,

    /// <summary>The directory failed; not on this engine.</summary>
    DirectoryFailure = 3,

    /// <summary>Idle for the collection age.</summary>
    ActivationIdle = 4,

    /// <summary>Stuck.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Another activation exists; not on this engine.</summary>
    DuplicateActivation = 6,

    /// <summary>Interface versions differ; not on this engine.</summary>
    IncompatibleRequest = 7,

    /// <summary>An error that makes the state doubtful.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked.</summary>
    ApplicationRequested = 9,

    /// <summary>Moves to another silo; not on this engine.</summary>
    Migrating = 10,

    /// <summary>The runtime decided.</summary>
    RuntimeRequested = 11,

    /// <summary>Shed to save memory; not on this engine.</summary>
    HighMemoryPressure = 12,
}
