namespace Orleans;

/// <summary>Stages of the silo, in order; stopping runs them backwards.</summary>
public static class ServiceLifecycleStage
{
    /// <summary>Before everything.</summary>
    public const int First = int.MinValue;

    /// <summary>The runtime prepares.</summary>
    public const int RuntimeInitialize = 2000;

    /// <summary>Runtime services start.</summary>
    public const int RuntimeServices = 4000;

    /// <summary>Storage of the runtime.</summary>
    public const int RuntimeStorageServices = 6000;

    /// <summary>Services such as reminders.</summary>
    public const int RuntimeGrainServices = 8000;

    /// <summary>After services such as reminders.</summary>
    public const int AfterRuntimeGrainServices = 8100;

    /// <summary>Services of the application, such as grain storage.</summary>
    public const int ApplicationServices = 10000;

    /// <summary>The silo opens for clients.</summary>
    public const int BecomeActive = Active - 1;

    /// <summary>Startup tasks.</summary>
    public const int Active = 20000;

    /// <summary>After everything.</summary>
    public const int Last = int.MaxValue;
}
