namespace Orleans.TestingHost;

/// <summary>One silo of a test cluster.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>The port for other silos; not used on this engine.</summary>
    public int SiloPort { get; set; }

    /// <summary>The port for clients; 0 for any free one.</summary>
    public int GatewayPort { get; set; }

    /// <summary>The name.</summary>
    public string SiloName { get; set; } = "";
}
