using System.Security.Cryptography;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;

namespace OrleansAssets.Tests.Domain;

/// <summary>Signed heads are proved without the installation, and nothing of them can be changed.</summary>
public sealed class HeadSignatureTests
{
    private static readonly SignedHeads Signed = Sign();

    public static TheoryData<SignedHeads> Changed =>
    [
        Signed with { Mode = "live" },
        Signed with { InstallationId = Guid.Empty },
        Signed with { At = Signed.At.AddMicroseconds(1) },
        Signed with { Heads = [] },
        Signed with { Heads = [Signed.Heads[0] with { Last = new AuditPosition(6, new string('a', 64)) }] },
        Signed with { Heads = [new AuditStream("portfolio/other", Signed.Heads[0].Last)] },
        Signed with { PublicKey = Sign().PublicKey },
        Signed with { Signature = "AAAA" },
        Signed with { Signature = "no base 64!" },
        Signed with { PublicKey = "AAAA" },
    ];

    [Fact]
    public void FaultOf_AsSigned_IsNone() => Assert.Equal(
        (null, null), (HeadSignature.FaultOf(Signed, null), HeadSignature.FaultOf(Signed, Signed.PublicKey)));

    [Theory]
    [MemberData(nameof(Changed))]
    public void FaultOf_AnythingChanged_IsFound(SignedHeads changed) => Assert.NotNull(HeadSignature.FaultOf(changed, null));

    [Fact]
    public void FaultOf_AnotherKeyThanWasTold_NamesBoth()
    {
        var other = Sign();

        var fault = HeadSignature.FaultOf(other, Signed.PublicKey);

        Assert.Contains(Signed.PublicKey, fault, StringComparison.Ordinal);
        Assert.Contains(other.PublicKey, fault, StringComparison.Ordinal);
    }

    private static SignedHeads Sign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return HeadSignature.Sign(
            key, new Guid(1, 2, 3, new byte[8]), "sandbox", new DateTimeOffset(2026, 11, 27, 10, 0, 0, TimeSpan.Zero),
            [new AuditStream("portfolio/main", new AuditPosition(5, new string('a', 64)))]);
    }
}
