using System.Collections.Immutable;
using System.Globalization;

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
                $"The migration {late.FileName} was never applied although {newest:0000} was: give the file a number above {newest:0000}, or use a new database."));
    }

    private static void RequireDistinct(ImmutableArray<Migration> files)
    {
        for (var index = 1; index < files.Length; index++)
        {
            if (files[index].Number <= files[index - 1].Number)
            {
                throw new DatabaseUnavailableException(
                    $"The migrations {files[index - 1].FileName} and {files[index].FileName} are out of order: each needs its own, growing number.");
            }
        }
    }

    private static void RequireKnown(ImmutableArray<Migration> files, AppliedMigration applied)
    {
        var file = files.FirstOrDefault(file => file.Number == applied.Number)
            ?? throw new DatabaseUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database has the migration {applied.Number:0000}_{applied.Name}, which this program does not know: start the newer program that made it."));
        if (file.Checksum != applied.Checksum)
        {
            throw new DatabaseUnavailableException(
                $"The migration {file.FileName} was changed after the database applied it: put the file back as it was, and write the change as a new file.");
        }
    }
}
