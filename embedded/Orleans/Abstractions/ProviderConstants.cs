namespace Orleans.Providers;

/// <summary>Names providers have by default.</summary>
public static class ProviderConstants
{
    /// <summary>The storage provider of state that names none.</summary>
    public const string DEFAULT_STORAGE_PROVIDER_NAME = "Default";
}
