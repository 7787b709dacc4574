using System.Reflection;
using OrleansAssets.Grains.Catalogue;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Facts of this process for <c>assets status</c>.</summary>
internal sealed class SystemInfo(SiloOptions options, AssetsDatabase database, TimeProvider clock) : ISystemInfo
{
    public string Version { get; } = typeof(SystemInfo).Assembly.GetName().Version!.ToString(3);

    /// <summary>The engine that the build chose.</summary>
    public string Engine { get; } = typeof(SystemInfo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "Engine").Value!;

    public string Mode => options.Mode;

    public string Database => database.Description;

    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();
}
