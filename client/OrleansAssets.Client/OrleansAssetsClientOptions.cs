using System.Globalization;
using System.Net;
using OrleansAssets.Client.Certificates;

namespace OrleansAssets.Client;

/// <summary>Where the silos are. Exactly one of <see cref="Gateway"/> and <see cref="ConnectionString"/> is set.</summary>
public sealed class OrleansAssetsClientOptions
{
    /// <summary>A day: what the engine's timers and Polly take.</summary>
    private const double SecondsMax = 86_400;

    /// <summary>The gateway of one silo, for a silo without a membership table and for tools on its machine.</summary>
    public IPEndPoint? Gateway { get; set; }

    /// <summary>The PostgreSQL database whose membership table names the silos; every active one is used.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The token by which the silos know this client (<c>oat_...</c>), null for none: its identity takes the place of names in requests,
    /// and its role says what the client may do. Silos let none in without one, unless they are told to. It travels with each call:
    /// use it over networks that you trust, or with <see cref="Certificates"/>.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>
    /// The certificates by which this client and the silos know one another; null where the silos ask for none. With them nobody on the way
    /// reads the token.
    /// </summary>
    public CertificateFiles? Certificates { get; set; }

    /// <summary>Must equal the silo's.</summary>
    public string ClusterId { get; set; } = ClusterIdentity.ClusterId;

    /// <summary>Must equal the silo's.</summary>
    public string ServiceId { get; set; } = ClusterIdentity.ServiceId;

    /// <summary>
    /// How long the start waits for a silo that does not answer, with an attempt every <see cref="ConnectRetrySeconds"/>; then it fails
    /// with <see cref="AssetsUnavailableException"/>. A service that may start before its silo sets this to a minute or more. 0 tries once.
    /// </summary>
    public double ConnectTimeoutSeconds { get; set; } = 15;

    /// <summary>Pause between two attempts to connect; more than 0.</summary>
    public double ConnectRetrySeconds { get; set; } = 0.5;

    /// <summary>
    /// How long a call may take with all its repetitions, in seconds, more than 0; then it fails with <see
    /// cref="AssetsUnavailableException"/>.
    /// Questions are repeated, and changes that a repetition makes once (<see cref="RepeatableAttribute"/>).
    /// </summary>
    public double CallDeadlineSeconds { get; set; } = 45;

    /// <summary>
    /// How long one attempt waits for its answer, in seconds, more than 0. Calls that take milliseconds have a shorter limit of their own.
    /// An attempt ends sooner where the connection to the silo ends.
    /// </summary>
    public double AttemptTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// How long a call goes on trying while no silo can be connected to, in seconds, 0 or more, within <see cref="CallDeadlineSeconds"/>. A
    /// service outlives a restart of all silos with the default; a tool that somebody waits for takes a few seconds.
    /// </summary>
    public double ReconnectSeconds { get; set; } = 45;

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
        RequireSeconds(ConnectTimeoutSeconds, nameof(ConnectTimeoutSeconds), isZeroAllowed: true, faults);
        RequireSeconds(ConnectRetrySeconds, nameof(ConnectRetrySeconds), isZeroAllowed: false, faults);
        RequireSeconds(CallDeadlineSeconds, nameof(CallDeadlineSeconds), isZeroAllowed: false, faults);
        RequireSeconds(AttemptTimeoutSeconds, nameof(AttemptTimeoutSeconds), isZeroAllowed: false, faults);
        RequireSeconds(ReconnectSeconds, nameof(ReconnectSeconds), isZeroAllowed: true, faults);
        if (faults.Count > 0)
        {
            throw new ArgumentException($"{nameof(OrleansAssetsClientOptions)}: {string.Join("; ", faults)}.", parameter);
        }
    }

    private static void RequireSeconds(double value, string name, bool isZeroAllowed, List<string> faults)
    {
        if (!double.IsFinite(value) || value > SecondsMax || value < 0 || (value == 0 && !isZeroAllowed))
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is {value}; it must be {(isZeroAllowed ? "0 or more" : "more than 0")} and at most {SecondsMax} seconds"));
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
