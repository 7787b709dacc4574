using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Tests.Domain;

/// <summary>However the files are broken, the reader answers: with a configuration, or with faults that have a line.</summary>
public sealed class ConfigurationMutationTests
{
    private static readonly ImmutableArray<string> Fragments =
    [
        "\t", "[", "]", "{", "}", ":", ": ", "- ", "&a ", "*a", "!!x ", "\"", "'", "|", ">",
        "%", "@", "? ", "---\n", "...\n", "\0", "\r", "<<: ", "0.5", "999999999999", "-1", "null", "\u2028", "\uFFFF",
    ];

    [Fact]
    public void Read_ShippedFilesMutated_AnswersAlways()
    {
        using var copy = new ConfigurationCopy();
        var shipped = ConfigurationCopy.Files.Select(file => File.ReadAllBytes(copy.PathOf(file))).ToList();
        var mutations = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

        Prop.ForAll(mutations, seed => AnswersFor(copy, shipped, seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    private static void AnswersFor(ConfigurationCopy copy, List<byte[]> shipped, int seed)
    {
        var random = new Random(seed);
        var file = random.Next(shipped.Count);
        var mutated = shipped[file];
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            mutated = Mutate(mutated, random);
        }

        File.WriteAllBytes(copy.PathOf(ConfigurationCopy.Files[file]), mutated);
        var result = copy.Read();
        File.WriteAllBytes(copy.PathOf(ConfigurationCopy.Files[file]), shipped[file]);

        Assert.Equal(result.Configuration is null, result.Faults.Length > 0);
        Assert.All(result.Faults, fault => Assert.True(fault is { Line: > 0, Column: > 0, Found.Length: > 0, Rule.Length: > 0 }, fault.Message));
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n').ToList();
        var line = random.Next(lines.Count);
        var at = random.Next(bytes.Length + 1);
        switch (random.Next(6))
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(line, lines[random.Next(lines.Count)]);
                break;
            case 2:
                var colon = lines[line].IndexOf(':', StringComparison.Ordinal);
                lines[line] = lines[line][..(colon + 1)] + " " + Pick(random);
                break;
            case 3:
                lines[line] = lines[line].Insert(random.Next(lines[line].Length + 1), Pick(random));
                break;
            case 4:
                var garbage = new byte[random.Next(1, 9)];
                random.NextBytes(garbage);
                return [.. bytes[..at], .. garbage, .. bytes[at..]];
            default:
                return bytes[..at];
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    // As the bytes of UTF-8 in Latin-1 text, which is what the lines above are.
    private static string Pick(Random random) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
}
