using System.Text.Json;
using OrleansAssets.Api;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;

namespace OrleansAssets.Cli.Audit;

/// <summary>What an export holds, and whether it is whole.</summary>
/// <param name="Fault">What is wrong with it, in words; null for nothing.</param>
internal sealed record ExportReport(string File, SignedHeads? Heads, long Entries, string? Fault);

/// <summary>
/// The audit log as a file for somebody who has neither the installation nor trust in it: a line with the signed heads, then a line for
/// each entry, stream by stream.
/// </summary>
internal static class AuditExport
{
    private const int PageEntries = 1_000;

    /// <summary>Writes the log up to the heads that are signed; what is added meanwhile is not in it.</summary>
    public static async Task<ExportReport> WriteAsync(string file, IAuditApi audit, CancellationToken cancellationToken)
    {
        var signed = await audit.SignHeadsAsync(cancellationToken);
        var entries = 0L;
        await using (var writer = new StreamWriter(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(signed, ApiJson.Line.SignedHeads));
            foreach (var head in signed.Heads)
            {
                for (var after = 0L; after < head.Last.Sequence;)
                {
                    var page = await audit.ReadAsync(head.Name, after, PageEntries, cancellationToken);
                    foreach (var entry in page.Where(entry => entry.Sequence <= head.Last.Sequence))
                    {
                        await writer.WriteLineAsync(JsonSerializer.Serialize(entry, ApiJson.Line.AuditEntry));
                        entries++;
                    }

                    if (page.IsEmpty)
                    {
                        break; // the reader of the file finds what is missing
                    }

                    after = page[^1].Sequence;
                }
            }
        }

        return new ExportReport(file, signed, entries, null);
    }

    /// <summary>Proves a file by itself: the signature, each entry, and that no stream ends before its head.</summary>
    /// <param name="key">The installation's public key as told by another way; null takes the one in the file.</param>
    public static async Task<ExportReport> CheckAsync(string file, string? key, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file);
        SignedHeads? signed = null;
        var (entries, line) = (0L, 1);
        try
        {
            signed = JsonSerializer.Deserialize(
                await reader.ReadLineAsync(cancellationToken) ?? "null", ApiJson.Line.SignedHeads);
            if ((signed is null ? "it is empty" : HeadSignature.FaultOf(signed, key)) is { } fault)
            {
                return new ExportReport(file, signed, 0, fault);
            }

            var places = signed!.Heads.ToDictionary( // else it would have had a fault
                head => head.Name, _ => AuditPosition.Start, StringComparer.Ordinal);
            while (await reader.ReadLineAsync(cancellationToken) is { } text)
            {
                line++;
                if (Take(text, places, line) is { } wrong)
                {
                    return new ExportReport(file, signed, entries, wrong);
                }

                entries++;
            }

            return new ExportReport(file, signed, entries, signed.Heads.FirstOrDefault(head => places[head.Name] != head.Last) is { } cut
                ? FormattableString.Invariant(
                    $"stream {cut.Name} ends with entry {places[cut.Name].Sequence}, and entry {cut.Last.Sequence} was signed")
                : null);
        }
        catch (JsonException)
        {
            return new ExportReport(file, signed, entries, $"line {line} cannot be read");
        }
    }

    /// <summary>Takes a line's entry to its place; answers what is wrong with it, null for nothing.</summary>
    private static string? Take(string text, Dictionary<string, AuditPosition> places, int line)
    {
        if (JsonSerializer.Deserialize(text, ApiJson.Line.AuditEntry) is not { } entry || !places.TryGetValue(entry.Stream, out var place))
        {
            return $"line {line} is of no stream that was signed";
        }

        if (AuditChain.FaultOf(place, entry) is { } broken)
        {
            return $"stream {entry.Stream}: {broken} (line {line})";
        }

        places[entry.Stream] = entry.Position;
        return null;
    }
}
