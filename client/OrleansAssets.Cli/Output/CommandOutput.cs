using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Where a command's answer goes: tables for people, JSON for scripts; errors always on stderr.</summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error, bool json, bool color)
{
    /// <summary>Columns when the output is no terminal: what a page or a log shows without wrapping.</summary>
    public const int PlainWidth = 100;

    private IAnsiConsole? _output;
    private IAnsiConsole? _error;

    /// <summary>Whether nobody wants to hear of what is under way.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Columns of what is no terminal.</summary>
    public int Columns { get; init; } = PlainWidth;

    /// <summary>Whether the answer is JSON.</summary>
    public bool IsJson => json;

    /// <summary>Whether progress can be drawn in place.</summary>
    public bool CanAnimate => !json && !IsQuiet && !Console.IsErrorRedirected;

    /// <summary>Whether an answer can be drawn over the one before.</summary>
    public bool CanRedraw => !json && !Console.IsOutputRedirected;

    /// <summary>The console of errors and progress.</summary>
    public IAnsiConsole Error => _error ??= Open(error, Console.IsErrorRedirected);

    private IAnsiConsole Output => _output ??= Open(output, Console.IsOutputRedirected);

    /// <summary>Prints an answer in the form that was asked for.</summary>
    public void Answer<T>(T value, JsonTypeInfo<T> type, Func<T, IEnumerable<IRenderable>> page)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(value, type));
            return;
        }

        foreach (var part in page(value))
        {
            Output.Write(part);
        }
    }

    /// <summary>Prints an answer in a form of its own, e.g. as a table for programs.</summary>
    public void Answer(Action<TextWriter> form) => form(output);

    /// <summary>Prints one line, at once: as JSON or as it calls itself.</summary>
    public void Line<T>(T value, JsonTypeInfo<T> type)
        where T : notnull
    {
        output.WriteLine(json ? JsonSerializer.Serialize(value, type) : value.ToString());
        output.Flush();
    }

    /// <summary>Draws page over page until the course ends or is cancelled.</summary>
    public Task RedrawAsync(Func<Action<IEnumerable<IRenderable>>, Task> course) =>
        Output.Live(new Text("")).StartAsync(context => course(parts => context.UpdateTarget(new Rows(parts))));

    /// <summary>Prints an error and gives its exit code.</summary>
    public int Fail(CommandError fault)
    {
        if (json)
        {
            var view = new ErrorView(new ErrorBody(fault.Code, fault.ExitCode, fault.Message, fault.Details));
            error.WriteLine(JsonSerializer.Serialize(view, AssetsJson.Form.ErrorView));
            return fault.ExitCode;
        }

        // Plain writes: a message is not wrapped, so that it can be searched for.
        error.WriteLine($"error: {fault.Message}");
        foreach (var detail in fault.Details)
        {
            error.WriteLine($"  {detail}");
        }

        return fault.ExitCode;
    }

    /// <summary>A line on stderr for people who wait or look for a reason; nothing with JSON, nor where it is to be quiet.</summary>
    public void Note(string line)
    {
        if (!json && !IsQuiet)
        {
            error.WriteLine(line);
        }
    }

    /// <summary>Says that a list goes on, and how to see more of it.</summary>
    public void NoteNext(string? next)
    {
        if (next is not null)
        {
            Note($"There are older ones: --before {Quoted(next)}");
        }
    }

    /// <summary>As a shell takes it: ids may have blanks, and what else means something to it.</summary>
    private static string Quoted(string word) =>
        word.All(sign => char.IsAsciiLetterOrDigit(sign) || "_-.:,/+@%".Contains(sign, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>A line on stderr of what was not done as asked; nothing with JSON, which has it in the answer.</summary>
    public void Warn(string line)
    {
        if (!json)
        {
            error.WriteLine(line);
        }
    }

    /// <summary>A line on stderr whatever the form.</summary>
    public void Trace(string text) => error.WriteLine(text);

    private IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected || !color ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            console.Profile.Width = Columns;
        }

        return console;
    }
}
