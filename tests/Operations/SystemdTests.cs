using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Operations;

/// <summary>The unit of ops/systemd, as systemd itself reads it.</summary>
public sealed class SystemdTests
{
    private const string Package = "systemd";

    /// <summary>Tenths of the points that systemd-analyze gives for what is left open: 20 is "OK", 96 no protection at all.</summary>
    private const string ExposureMax = "--threshold=20";

    private static string Unit => RepositoryFiles.PathOf("ops", "systemd", "orleans-assets.service");

    [ProgramFact("systemd-analyze", Package)]
    public async Task Unit_AsSystemdReadsIt_HasNoFaultAndLeavesLittleOpen()
    {
        var verified = await Programs.RunAsync("systemd-analyze", "verify", "--man=no", Unit);
        var exposed = await Programs.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", ExposureMax, Unit);

        Assert.True(verified.ExitCode == 0 && verified.Text.Length == 0, verified.Text);
        Assert.True(exposed.ExitCode == 0, exposed.Text);
    }
}
