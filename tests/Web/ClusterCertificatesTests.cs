using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using OrleansAssets.Client.Certificates;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Web;

/// <summary>Who may be what by which certificate, and the command that makes them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly DataDirectory _own = new();
    private readonly DataDirectory _other = new();

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Connection_ByWhatACertificateIsFor_LetsClientsToGatewaysAndSilosToAll()
    {
        Pki.Make(_own.Path, "silo", isSilo: true);
        Pki.Make(_own.Path, "client", isSilo: false);
        Pki.Make(_own.Path, "ended", isSilo: true, until: -1);
        Pki.Make(_other.Path, "stranger", isSilo: true);
        var certificates = ClusterCertificates.Read(Pki.Of(_own.Path, "silo"));

        Assert.Equal((true, true), Lets(_own, "silo"));
        Assert.Equal((false, true), Lets(_own, "client"));
        Assert.Equal((false, false), Lets(_own, "ended"));
        Assert.Equal((false, false), Lets(_other, "stranger"));

        (bool AsSilo, bool AsClient) Lets(DataDirectory directory, string name)
        {
            using var shown = X509CertificateLoader.LoadCertificateFromFile(Pki.Of(directory.Path, name).Certificate);
            return (
                certificates.ToSilos.RemoteCertificateValidation!(shown, null, default), // it is set
                certificates.ToClients.RemoteCertificateValidation!(shown, null, default));
        }
    }

    [Fact]
    public void Read_WhatCannotBeUsed_SaysWhichFileAndWhatToDo()
    {
        Pki.Make(_own.Path, "silo", isSilo: true);
        Pki.Make(_other.Path, "stranger", isSilo: true);
        var files = Pki.Of(_own.Path, "silo");

        var missing = Assert.Throws<InvalidDataException>(() => ClusterCertificates.Read(files with { Certificate = "/no/such.pem" }));
        var foreign = Assert.Throws<InvalidDataException>(
            () => ClusterCertificates.Read(Pki.Of(_other.Path, "stranger") with { Authority = files.Authority }));

        Assert.Contains("/no/such.pem", missing.Message, StringComparison.Ordinal);
        Assert.Contains("assets certificates make", foreign.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_ByTheConsole_GivesEachAKeyOfItsOwnerAndOverwritesNothing()
    {
        var pki = Path.Combine(_own.Path, "pki");

        var made = await AssetsProcess.RunAsync(
            "certificates", "make", pki, "--silo", "a", "--silo", "b", "--client", "strategy", "--json");
        var more = await AssetsProcess.RunAsync("certificates", "make", pki, "--silo", "c", "--client", "d");
        var again = await AssetsProcess.RunAsync("certificates", "make", pki, "--silo", "a");

        Assert.Equal((0, 0, 2), (made.ExitCode, more.ExitCode, again.ExitCode));
        Assert.Equal(3, made.Json().GetProperty("certificates").GetArrayLength());
        Assert.Contains("'a' already", again.Error, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(pki, "*.key"), file => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        _ = ClusterCertificates.Read(Pki.Of(pki, "c")); // by the same authority
        _ = ClusterCertificates.Read(Pki.Of(pki, "strategy"));
    }
}
