using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansAssets.Database;

/// <summary>A migration that a database has.</summary>
internal sealed record AppliedMigration(int Number, string Name, string Checksum);

/// <summary>Decides what a database lacks, and refuses one that other files have made.</summary>
internal static class MigrationPlan
{
    /// <summary>The migrations to apply, in order.</summary>
    /// <exception cref="DatabaseUnavailableException">The database and the files do not fit.</exception>
    public static ImmutableArray<Migration> Pending(ImmutableArray<Migration> files, ImmutableArray<AppliedMigration> applied)
    {
        RequireDistinct(files);
        foreach (var one in applied)
        {
            RequireKnown(files, one);
        }

        var newest = applied.IsEmpty ? 0 : applied[^1].Number;
        var pending = files.RemoveAll(file => applied.Any(one => one.Number == file.Number));
        return pending.FirstOrDefault(file => file.Number < newest) is not { } late
            ? pending
            : throw new DatabaseUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The migration {late.FileName} was never applied although {newest:0000} was: give the file a number above {newest:0000}, "
                    + $"or use a new database."));
    }

    private static void RequireDistinct(ImmutableArray<Migration> files)
    {
        for (var index = 1; index < files.Length; index++)
        {
            if (files[index].Number <= files[index - 1].Number)
            {
                throw new DatabaseUnavailableException(
                    $"The migrations {files[index - 1].FileName} and {files[index].FileName} are out of order: each needs its own, growing "
                        + "number.");
            }
        }
    }

    private static void RequireKnown(ImmutableArray<Migration> files, AppliedMigration applied)
    {
        var file = files.FirstOrDefault(file => file.Number == applied.Number)
            ?? throw new DatabaseUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database has the migration {applied.Number:0000}_{applied.Name}, which this program does not know: start the newer "
                    + $"program that made it."));
        if (file.Checksum != applied.Checksum)
        {
            throw new DatabaseUnavailableException(
                $"The migration {file.FileName} was changed after the database applied it: put the file back as it was, and write the "
                    + "change as a new file.");
        }
    }
}

/// <summary>One file of <c>db/</c>.</summary>
/// <param name="Number">The four digits of its name: the order.</param>
/// <param name="Checksum">SHA-256 of its text with LF line ends, hex.</param>
internal sealed partial record Migration(int Number, string Name, string Sql, string Checksum)
{
    /// <summary>The file's name, e.g. <c>0010_market_data.sql</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Number:0000}_{Name}.sql");

    public static Migration Create(int number, string name, string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var text = sql.ReplaceLineEndings("\n");
        return new Migration(number, name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>The migrations that this program brings, in order.</summary>
    public static ImmutableArray<Migration> OfProgram()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = ImmutableArray.CreateBuilder<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("db/", StringComparison.Ordinal)))
        {
            var match = FilePattern().Match(resource);
            if (!match.Success)
            {
                throw new InvalidOperationException($"'{resource}' is no migration: name it db/NNNN_lower_case.sql.");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // listed above
            migrations.Add(Create(
                int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["name"].Value, reader.ReadToEnd()));
        }

        migrations.Sort((left, right) => left.Number.CompareTo(right.Number));
        return migrations.ToImmutable();
    }

    [GeneratedRegex("^db/(?<number>[0-9]{4})_(?<name>[a-z0-9_]+)\\.sql$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilePattern();
}
