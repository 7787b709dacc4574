using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage;

/// <summary>
/// Compares the fills of a file with those that the book was told under the same ids, in the transaction of the file's publishing. One
/// that was corrected is not compared: what is right of it has an id of its own.
/// </summary>
internal sealed class ToldFills(NpgsqlConnection connection, Guid importId, string portfolioId)
{
    /// <summary>Lines of an answer: more of them nobody reads.</summary>
    private const int ToldMax = 20;

    /// <exception cref="InvalidRequestException">Names each line whose id the book knows with other content.</exception>
    public async Task RequireSameAsync(CancellationToken cancellationToken)
    {
        var others = await ReadOthersAsync(cancellationToken);
        if (others.Count > 0)
        {
            var corrected = await ReadCorrectedAsync(cancellationToken);
            others.RemoveAll(one => corrected.Contains(one.InFile.FillId));
        }

        if (others.Count > 0)
        {
            var lines = others.Take(ToldMax).Select(one => $"line {one.InFile.Line}: '{one.InFile.FillId}' is "
                + $"{SameFills.Text(one.InFile)}, and the book has {SameFills.Text(one.Told)}");
            var more = others.Count > ToldMax ? $"; and {others.Count - ToldMax} more" : "";
            throw new InvalidRequestException(
                $"Nothing was imported: the book of portfolio '{portfolioId}' was told other fills under ids of the file. "
                + $"{string.Join("; ", lines)}{more}. Where the file is right, correct the book (assets order correct FILL); where the "
                + "book is, leave these lines out of the file.");
        }
    }

    private async Task<List<(ImportedFill InFile, Fill Told)>> ReadOthersAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(ImportFillSql.ToldByTheBook);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, importId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, Keys.Portfolio(portfolioId));
        var others = new List<(ImportedFill InFile, Fill Told)>();
        await foreach (var (inFile, told) in command.ReadEachAsync(row => (FillRows.Read(row), ToldOf(row)), cancellationToken))
        {
            if (told is not null && !SameFills.Are(inFile, told))
            {
                others.Add((inFile, told));
            }
        }

        return others;
    }

    private static Fill? ToldOf(NpgsqlDataReader row) => PortfolioEventJson.Read(row.GetString(13), row.GetString(14)) switch
    {
        FillRecorded recorded => recorded.Fill,
        FillCorrected corrected => corrected.Correction.Replacement,
        _ => null,
    };

    private async Task<HashSet<string>> ReadCorrectedAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(ImportFillSql.Corrected);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, Keys.Portfolio(portfolioId));
        command.Parameters.AddWithValue(NpgsqlDbType.Text, PortfolioEventJson.FillCorrection);
        return [.. await command.ReadAllAsync(row => row.GetString(0), cancellationToken)];
    }

    private NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = BulkWriter.TimeoutSeconds };
}
