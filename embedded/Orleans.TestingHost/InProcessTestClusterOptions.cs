using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>What an in-process cluster is made of.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>Names the running cluster.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>Names the service in storage and reminders; set it to restart on kept storage.</summary>
    public string ServiceId { get; set; } = "";

    /// <summary>Whether deploying starts the client.</summary>
    public bool InitializeClientOnDeploy { get; set; } = true;

    /// <summary>The number of silos; this engine has one.</summary>
    public short InitialSilosCount { get; set; } = 1;

    /// <summary>Applied to the host of the silo, in order.</summary>
    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    /// <summary>Applied to the host of the client, in order.</summary>
    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}
