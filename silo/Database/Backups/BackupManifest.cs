using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Audit;

namespace OrleansAssets.Database.Backups;

/// <summary>What a backup holds, written beside it, so that a restored database can be proved to be it.</summary>
/// <param name="Format">Of this file; a later one is refused.</param>
/// <param name="Product">Version of the program that made it.</param>
/// <param name="Migration">Number of the newest migration.</param>
/// <param name="Postgres">Version of the server.</param>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="TakenAt">By the clock of the server, UTC: all of it is of this instant.</param>
/// <param name="DumpBytes">Size of the dump, whose SHA-256 is <paramref name="DumpHash"/>.</param>
/// <param name="Rows">Rows of each table, partitions in that of their parent.</param>
/// <param name="Heads">The last entry of each stream of the audit log.</param>
/// <param name="Timescale">Version of TimescaleDB, whose hypertables the time series are; null for native partitions.</param>
public sealed record BackupManifest(
    int Format,
    string Product,
    int Migration,
    string Postgres,
    string Mode,
    Guid InstallationId,
    DateTime TakenAt,
    long DumpBytes,
    string DumpHash,
    ImmutableSortedDictionary<string, long> Rows,
    ImmutableArray<AuditStream> Heads,
    string? Timescale = null)
{
    public const int CurrentFormat = 1;
    public const string FileName = "manifest.json";
    public const string DumpName = "assets.dump";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task WriteAsync(string directory, CancellationToken cancellationToken) =>
        await File.WriteAllBytesAsync(
            Path.Combine(directory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Options), cancellationToken);

    /// <exception cref="DatabaseUnavailableException">There is none, or it cannot be read.</exception>
    public static async Task<BackupManifest> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(file, cancellationToken), Options);
            return manifest is { Format: CurrentFormat }
                ? manifest
                : throw new DatabaseUnavailableException(
                    $"{file} is of the form {manifest?.Format}, and this program reads form {CurrentFormat}: restore with the program that "
                    + "made the backup.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new DatabaseUnavailableException(
                $"{file} cannot be read ({exception.Message.TrimEnd('.')}): name the directory of a whole backup.", exception);
        }
    }
}
