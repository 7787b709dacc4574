using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Audit;

/// <summary>
/// The ends of all streams of the audit log at one instant, signed with the key of the installation: who holds it can prove later, without
/// the installation, that the log was so.
/// </summary>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="At">When it was signed, UTC.</param>
/// <param name="PublicKey">Of the silo that signed: the point of an ECDSA key on P-256, as SubjectPublicKeyInfo in Base64.</param>
/// <param name="Signature">Over all above: ECDSA with SHA-256, in Base64.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SignedHeads")]
public sealed record SignedHeads(
    Guid InstallationId, string Mode, DateTimeOffset At, ImmutableArray<AuditStream> Heads, string PublicKey, string Signature);
