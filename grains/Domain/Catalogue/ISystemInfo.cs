namespace OrleansAssets.Domain.Catalogue;

/// <summary>What the silo knows of itself.</summary>
public interface ISystemInfo
{
    /// <summary>The product's version.</summary>
    string Version { get; }

    /// <summary><c>sandbox</c> or <c>live</c>.</summary>
    string Mode { get; }

    /// <summary>Server version and whether it is private, never the password.</summary>
    string Database { get; }

    /// <summary>When this silo started, UTC.</summary>
    DateTimeOffset StartedAt { get; }
}
