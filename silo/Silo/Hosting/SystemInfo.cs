using OrleansAssets.Domain.Catalogue;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Facts of this process for <c>assets status</c>.</summary>
internal sealed class SystemInfo(SiloInputs inputs, TimeProvider clock) : ISystemInfo
{
    public static readonly string ProgramVersion = typeof(SystemInfo).Assembly.GetName().Version!.ToString(3); // a built assembly has one

    public string Version => ProgramVersion;

    public string Mode => inputs.Options.Mode;

    public string Database => inputs.DatabaseDescription;

    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();
}
