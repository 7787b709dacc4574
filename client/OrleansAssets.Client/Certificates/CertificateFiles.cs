namespace OrleansAssets.Client.Certificates;

/// <summary>PEM files by which silos and clients know one another.</summary>
/// <param name="Authority">The certificate of who signs those of silos and clients.</param>
/// <param name="Certificate">One's own: of a silo for both ends of TLS, of a client for its end alone.</param>
/// <param name="Key">Its key; null where the same file has it.</param>
public sealed record CertificateFiles(string Authority, string Certificate, string? Key = null);
