using Orleans.Runtime;

namespace OrleansAssets.Silo.Failures;

/// <summary>
/// Ends the process at once where it must not go on: mostly because the other silos declared it dead while it was frozen or cut off, and
/// another one may have its grains by now. Nothing is finished or written any more; whoever watches the process starts it again.
/// </summary>
/// <remarks>
/// What the grains of a silo that does not know yet still try to write is refused by the database (the journal's key, ETags).
/// </remarks>
internal sealed class FatalFault : IFatalErrorHandler
{
    /// <summary>The silo's exit code: start it again, it joins anew.</summary>
    public const int ExitCode = 3;

    private int _ended;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return; // Several parts find out at the same time.
        }

        // Not through the log: it writes later, and there is no later.
        Console.Error.WriteLine(Sentence(context, exception));
        Environment.Exit(ExitCode);
    }

    /// <summary>What happened and what to do, in one line.</summary>
    internal static string Sentence(string? context, Exception? exception) =>
        context?.Contains("dead", StringComparison.OrdinalIgnoreCase) == true
            ? "The other silos declared this one dead while it did not answer (frozen, overloaded or cut off), and took over its work: "
                + $"it ends with code {ExitCode}. Nothing acknowledged is lost; start it again, and it joins anew."
            : $"The silo cannot go on ({FirstLine(exception?.GetBaseException().Message ?? context ?? "no reason was given")}): "
                + $"it ends with code {ExitCode}. Nothing acknowledged is lost; start it again.";

    private static string FirstLine(string text) => text.Split('\n')[0].Trim().TrimEnd('.');
}
