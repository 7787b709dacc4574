using OrleansAssets.Cli.Certificates;
using OrleansAssets.Client.Certificates;

namespace OrleansAssets.Tests.Web;

/// <summary>Certificates as <c>assets certificates make</c> makes them.</summary>
internal static class Pki
{
    public static CertificateFiles Of(string directory, string name) => new(
        DevelopmentAuthority.CertificateOf(directory, DevelopmentAuthority.Name), DevelopmentAuthority.CertificateOf(directory, name),
        DevelopmentAuthority.KeyOf(directory, name));

    /// <summary>Signs one by the authority of a directory, and makes that where there is none.</summary>
    /// <param name="until">How long it holds from now, in days; less than 0 for one that has ended.</param>
    public static void Make(string directory, string name, bool isSilo, double until = 1)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authority = DevelopmentAuthority.Open(directory, now.AddDays(-9), now.AddDays(9));
        authority.Sign(name, isSilo, now.AddDays(-8), now.AddDays(until));
    }
}
