using System.Net;

namespace OrleansAssets.Client;

/// <summary>Where the silos are. Exactly one of <see cref="Gateway"/> and <see cref="ConnectionString"/> is set.</summary>
public sealed class OrleansAssetsClientOptions
{
    /// <summary>The gateway of one silo, for a silo without a membership table and for tools on its machine.</summary>
    public IPEndPoint? Gateway { get; set; }

    /// <summary>The PostgreSQL database whose membership table names the silos; every active one is used.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Must equal the silo's.</summary>
    public string ClusterId { get; set; } = ClusterIdentity.ClusterId;

    /// <summary>Must equal the silo's.</summary>
    public string ServiceId { get; set; } = ClusterIdentity.ServiceId;

    /// <summary>
    /// How long the start waits for a silo that does not answer, with an attempt every <see cref="ConnectRetrySeconds"/>; then it fails
    /// with the last attempt's exception. A service that may start before its silo sets this to a minute or more. 0 tries once.
    /// </summary>
    public double ConnectTimeoutSeconds { get; set; } = 15;

    /// <summary>Pause between two attempts to connect; more than 0.</summary>
    public double ConnectRetrySeconds { get; set; } = 0.5;

    /// <summary>Throws where a value breaks a rule; all faults at once.</summary>
    /// <exception cref="ArgumentException">A value breaks a rule; the message names each.</exception>
    internal void Validate(string parameter)
    {
        var faults = new List<string>();
        if (Gateway is null == string.IsNullOrWhiteSpace(ConnectionString))
        {
            var found = Gateway is null ? "neither" : "both";
            faults.Add($"exactly one of {nameof(Gateway)} and {nameof(ConnectionString)} must be set; found {found}");
        }

        Require(ClusterId, nameof(ClusterId), faults);
        Require(ServiceId, nameof(ServiceId), faults);
        if (!double.IsFinite(ConnectTimeoutSeconds) || ConnectTimeoutSeconds < 0)
        {
            faults.Add($"{nameof(ConnectTimeoutSeconds)} must be 0 or more");
        }

        if (!double.IsFinite(ConnectRetrySeconds) || ConnectRetrySeconds <= 0)
        {
            faults.Add($"{nameof(ConnectRetrySeconds)} must be more than 0");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"{nameof(OrleansAssetsClientOptions)}: {string.Join("; ", faults)}.", parameter);
        }
    }

    private static void Require(string? value, string name, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            faults.Add($"{name} must not be empty");
        }
    }
}
