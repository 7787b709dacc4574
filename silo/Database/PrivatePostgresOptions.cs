using System.Collections.Immutable;

namespace OrleansAssets.Database;

/// <summary>How a private server is kept.</summary>
/// <param name="Directory">Where its files are; made when absent. The password, the lock and the log's neighbours lie beside it.</param>
public sealed record PrivatePostgresOptions(string Directory)
{
    /// <summary>Name of the database, of its owner too.</summary>
    public const string DatabaseName = "assets";

    /// <summary>By which a silo's connection to its private server is known: it starts that again itself, no operator has to.</summary>
    public const string ApplicationName = "orleans-assets-private";

    /// <summary>Settings on top of the product's own, e.g. <c>fsync = off</c> for tests.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Whether the server ends when this process ends in whatever way. Off, a killed process leaves it running and the next start adopts
    /// it.
    /// </summary>
    public bool EndsWithProcess { get; init; }

    /// <summary>Where clusters go whose own place is closed to the unprivileged user.</summary>
    public string FallbackDirectory { get; init; } = "/var/lib/orleans-assets";

    public string PasswordFile => Directory + ".password";

    public string LockFile => Directory + ".lock";
}
