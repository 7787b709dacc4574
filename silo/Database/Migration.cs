using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansAssets.Database;

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
            migrations.Add(Create(int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["name"].Value, reader.ReadToEnd()));
        }

        migrations.Sort((left, right) => left.Number.CompareTo(right.Number));
        return migrations.ToImmutable();
    }

    [GeneratedRegex("^db/(?<number>[0-9]{4})_(?<name>[a-z0-9_]+)\\.sql$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilePattern();
}
