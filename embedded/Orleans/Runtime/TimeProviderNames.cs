namespace Orleans.Runtime;

/// <summary>Keys under which an area can be given a clock of its own.</summary>
public static class TimeProviderNames
{
    /// <summary>Grain timers.</summary>
    public const string Grains = "Orleans.Grains";

    /// <summary>Response timeouts.</summary>
    public const string Messaging = "Orleans.Messaging";

    /// <summary>Idle collection, activation and deactivation timeouts.</summary>
    public const string ActivationManagement = "Orleans.ActivationManagement";
}
