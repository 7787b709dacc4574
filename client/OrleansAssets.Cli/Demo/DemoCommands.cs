using System.CommandLine;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Demo;

/// <summary><c>demo record</c>.</summary>
internal static class DemoCommands
{
    private const int DaysMax = 3_660;

    public static Command Build(CommandRunner runner) =>
        new("demo", "Make what the walk-through needs; nothing of it is real") { Record(runner) };

    private static Command Record(CommandRunner runner)
    {
        var directory = new Option<string>("--directory")
        {
            Description = "Where the files go; they take the place of older ones", HelpName = "path", DefaultValueFactory = _ => ".",
        };
        var days = WholeOption.Of("--days", "Days, up to yesterday", "days", 60, 1, DaysMax);
        var seed = WholeOption.Of(
            "--seed", "The same seed gives the same record; 0 is the one of the walk-through", "number", 0, int.MinValue, int.MaxValue);
        var command = new Command(
            "record", "Write a made-up record that ends yesterday, sample-equity.csv and sample-trades.csv; needs no silo")
        {
            directory, days, seed,
        };
        return runner.Offline(command, call => Task.FromResult(Write(
            call, call.Get(directory) ?? ".", call.Get(days), call.Get(seed))));
    }

    private static int Write(CommandCall call, string directory, int days, int seed)
    {
        if (!Directory.Exists(directory))
        {
            return call.Output.Fail(CommandError.BadInput($"--directory {directory} is no directory; make it, or name another."));
        }

        var last = DateOnly.FromDateTime(call.Now.UtcDateTime).AddDays(-1);
        var (equity, trades) = SampleRecord.Of(last, days, seed);
        var files = new DemoFiles(Path.Combine(directory, "sample-equity.csv"), Path.Combine(directory, "sample-trades.csv"), last, days);
        try
        {
            File.WriteAllLines(files.Equity, equity);
            File.WriteAllLines(files.Trades, trades);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return call.Output.Fail(CommandError.BadInput(
                $"--directory {directory}: the files cannot be written ({exception.Message.TrimEnd('.')}); "
                + "name a directory that is yours."));
        }

        call.Output.Answer(files, AssetsJson.Form.DemoFiles, Page);
        return ExitCodes.Done;
    }

    private static IEnumerable<Spectre.Console.Rendering.IRenderable> Page(DemoFiles files) =>
    [
        PageParts.Facts(
            ("Holds", $"a made-up sample of {files.Days} days, up to {ValueText.Day(files.LastDay)}"),
            ("Equity", files.Equity),
            ("Trades", files.Trades)),
    ];
}

/// <summary>What <c>demo record</c> wrote.</summary>
internal sealed record DemoFiles(string Equity, string Trades, DateOnly LastDay, int Days);
