namespace OrleansAssets.Domain.Phases;

/// <summary>The steps of operations, as views show them.</summary>
public static class StepNames
{
    public const string VerifyEvidence = "verify_evidence";
    public const string EnableClasses = "enable_classes";
    public const string EnableAssets = "enable_assets";
    public const string StartFeeds = "start_feeds";
    public const string Registry = "registry";
    public const string ConfigurationFile = "configuration_file";
    public const string Audit = "audit";
    public const string ReduceOnly = "reduce_only";
    public const string AwaitFlat = "await_flat";
    public const string DisableAssets = "disable_assets";
    public const string DisableClasses = "disable_classes";
    public const string StopFeeds = "stop_feeds";
}
