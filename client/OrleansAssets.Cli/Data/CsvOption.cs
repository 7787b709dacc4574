using System.CommandLine;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Data;

/// <summary><c>--csv</c> of a list of any length: printed, or into a file, which is there as a whole or not at all.</summary>
internal static class CsvOption
{
    private const string Name = "--csv";
    private const string Printed = "-";

    /// <param name="limit">The option that says how many are wanted.</param>
    public static Option<string?> Of(Option<int> limit) => new(Name)
    {
        Description = $"Print CSV, with a header, or write it into this file; all there is where no {limit.Name} is given",
        HelpName = "file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Whether it was given, with a file or without.</summary>
    public static bool IsIn(CommandCall call, Option<string?> csv) => call.Arguments.GetResult(csv) is not null;

    /// <summary>Whether all there is shall be written, as nobody said how many.</summary>
    public static bool IsOfAll(CommandCall call, Option<string?> csv, Option<int> limit) =>
        IsIn(call, csv) && call.Arguments.GetResult(limit) is null or { Implicit: true };

    public static async Task<int> WriteAsync<T>(
        CommandCall call, Option<string?> csv, IAsyncEnumerable<T> rows, IReadOnlyList<CsvColumn<T>> columns)
    {
        var read = rows.ToBlockingEnumerable(call.CancellationToken);
        if (call.Get(csv) is not { } path || path == Printed)
        {
            call.Output.Answer(output => CsvForm.Write(output, read, columns));
            return ExitCodes.Done;
        }

        try
        {
            var count = await WholeFile.WriteAsync(path, stream => Task.FromResult(Write(stream, read, columns)), call.CancellationToken);
            call.Output.Note($"Wrote {ValueText.Count(count)} rows into {path}.");
            return ExitCodes.Done;
        }
        catch (Exception exception) when (WholeFile.FaultOf(Name, path, exception) is { } fault)
        {
            return call.Output.Fail(fault);
        }
    }

    private static long Write<T>(Stream file, IEnumerable<T> rows, IReadOnlyList<CsvColumn<T>> columns)
    {
        var count = 0L;
        using var writer = new StreamWriter(file, leaveOpen: true);
        CsvForm.Write(writer, rows.Select(Counted), columns);
        return count;

        T Counted(T row)
        {
            count++;
            return row;
        }
    }
}
