using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>However the files are broken, the reader answers: with a configuration, or with faults that have a line.</summary>
public sealed class ConfigurationMutationTests
{
    private static readonly ImmutableArray<string> Fragments =
    [
        "\t", "[", "]", "{", "}", ":", ": ", "- ", "&a ", "*a", "!!x ", "\"", "'", "|", ">",
        "%", "@", "? ", "---\n", "...\n", "\0", "\r", "<<: ", "0.5", "999999999999", "-1", "null", "\u2028", "\uFFFF",
    ];

    private static readonly ImmutableArray<string> Mutations =
        ["a line removed", "a line inserted", "a value replaced", "a fragment inserted", "garbage inserted", "the rest cut off"];

    [Fact]
    public void Read_ShippedFilesMutated_AnswersAlways()
    {
        using var copy = new ConfigurationCopy();
        var shipped = ConfigurationCopy.Files.Select(file => File.ReadAllBytes(copy.PathOf(file))).ToList();

        Laws.Hold(cases: 400, random => AnswersFor(copy, shipped, random));
    }

    private static void AnswersFor(ConfigurationCopy copy, List<byte[]> shipped, Choices random)
    {
        var file = random.Next(shipped.Count);
        var mutated = shipped[file];
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            mutated = Mutate(mutated, random);
        }

        random.Tell(ConfigurationCopy.Files[file]);

        File.WriteAllBytes(copy.PathOf(ConfigurationCopy.Files[file]), mutated);
        var result = copy.Read();
        File.WriteAllBytes(copy.PathOf(ConfigurationCopy.Files[file]), shipped[file]);

        Assert.Equal(result.Configuration is null, result.Faults.Length > 0);
        Assert.All(
            result.Faults, fault => Assert.True(fault is { Line: > 0, Column: > 0, Found.Length: > 0, Rule.Length: > 0 }, fault.Message));
    }

    private static byte[] Mutate(byte[] bytes, Choices random)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n').ToList();
        var line = random.Next(lines.Count);
        var at = random.Next(bytes.Length + 1);
        var how = random.Next(6);
        random.Tell($"{Mutations[how]} at line {line + 1}, byte {at}: {Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(lines[line]))}");
        switch (how)
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
    private static string Pick(Choices random) =>
        Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
}
