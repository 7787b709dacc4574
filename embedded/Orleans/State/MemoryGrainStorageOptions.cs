namespace Orleans.Configuration;

/// <summary>State kept in memory only.</summary>
public class MemoryGrainStorageOptions;
