using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A fenced block <c>console</c> of a page: commands after <c>$</c>, and below each what it prints.</summary>
internal sealed partial record ConsoleSession(ImmutableArray<(string Command, ImmutableArray<string> Output)> Steps)
{
    private const int MatchMs = 1_000;

    private static readonly ImmutableArray<(Regex What, string By)> Masks =
        [(Instant(), "INSTANT"), (Day(), "DAY"), (Duration(), "DURATION"), (HaltId(), "HALT"), (Dashes(), "-"), (Spaces(), " ")];

    private const string Fence = "```console";
    private const string Prompt = "$ ";
    private const string ExitCode = "echo $?";

    /// <summary>Stands for any number of lines.</summary>
    private const string LeftOut = "...";

    public static ImmutableArray<ConsoleSession> Of(string path)
    {
        var sessions = ImmutableArray.CreateBuilder<ConsoleSession>();
        List<(string Command, ImmutableArray<string> Output)>? steps = null;
        foreach (var line in File.ReadLines(path))
        {
            switch (steps)
            {
                case null when line == Fence:
                    steps = [];
                    break;
                case not null when line == "```":
                    sessions.Add(new ConsoleSession([.. steps]));
                    steps = null;
                    break;
                case not null when line.StartsWith(Prompt, StringComparison.Ordinal):
                    steps.Add((line[Prompt.Length..], []));
                    break;
                case not null:
                    steps[^1] = (steps[^1].Command, steps[^1].Output.Add(line));
                    break;
            }
        }

        return sessions.ToImmutable();
    }

    /// <summary>
    /// Runs every command in a directory, where <c>assets.sh</c> is the console, and compares; an exit code that the page does not tell
    /// must be 0.
    /// </summary>
    public async Task RunAsync(string directory)
    {
        for (var index = 0; index < Steps.Length; index++)
        {
            var (command, expected) = Steps[index];
            var (exitCode, output) = await RunAsync(directory, command);
            AssertSame(command, expected, output);
            var isTold = index + 1 < Steps.Length && Steps[index + 1].Command == ExitCode;
            var told = isTold ? Assert.Single(Steps[index + 1].Output) : "0";
            Assert.True($"{exitCode}" == told, $"$ {command}\nended with {exitCode}:\n{output}");
            index += isTold ? 1 : 0;
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string directory, string command)
    {
        var inDirectory = command.Replace("./assets ", "bash assets.sh ", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", $"{inDirectory} 2>&1"])
        {
            WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!; // null only with UseShellExecute
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static void AssertSame(string command, IEnumerable<string> expected, string output)
    {
        var (wanted, found) = (Comparable(expected), Comparable(output.Split('\n')));
        Assert.True(
            Matches(wanted, found),
            $"$ {command}\nprinted\n{string.Join('\n', found)}\n\nand the page says\n{string.Join('\n', wanted)}");
    }

    private static bool Matches(ReadOnlySpan<string> wanted, ReadOnlySpan<string> found)
    {
        if (wanted.IsEmpty)
        {
            return found.IsEmpty;
        }

        if (wanted[0] == LeftOut)
        {
            return Matches(wanted[1..], found) || (!found.IsEmpty && Matches(wanted, found[1..]));
        }

        return !found.IsEmpty && wanted[0] == found[0] && Matches(wanted[1..], found[1..]);
    }

    // Instants, days, durations, numbers of halts and what follows from their width are not compared.
    private static string[] Comparable(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => Masks.Aggregate(line, (text, mask) => mask.What.Replace(text, mask.By)).Trim())
            .Where(line => line.Length > 0),
    ];

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Instant();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Day();

    [GeneratedRegex(@"\d+ (ms|s|min|h)\b", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Duration();

    [GeneratedRegex(@"halt-\d+", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex HaltId();

    [GeneratedRegex("─+", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Dashes();

    [GeneratedRegex(" +", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Spaces();
}
