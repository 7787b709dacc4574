namespace Orleans.Configuration;

/// <summary>Names the deployment.</summary>
public class ClusterOptions
{
    /// <summary>The cluster id unless set.</summary>
    public const string DefaultClusterId = "default";

    /// <summary>The service id unless set.</summary>
    public const string DefaultServiceId = "default";

    /// <summary>Names the running cluster; may change between deployments.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>Names the service in storage and reminders; must never change.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}
