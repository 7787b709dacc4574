using System.CommandLine;
using Spectre.Console;

namespace OrleansAssets.Cli.Running;

/// <summary>
/// Asks somebody at a terminal whether what is dangerous is meant. A script is not asked: it says what it means by the command.
/// </summary>
internal sealed class Confirmation
{
    private const string Name = "--yes";

    private readonly Option<bool> _yes = new(Name) { Description = "Do it without asking, at a terminal too" };

    public Confirmation(Command command) => command.Options.Add(_yes);

    /// <summary>Whether a call of a dangerous command says it, which takes what is hard to believe too.</summary>
    public static bool IsGiven(CommandCall call) => call.Arguments.GetValue<bool>(Name);

    /// <summary>Whether it is meant; says what would happen, where it asks.</summary>
    /// <param name="consequence">A sentence.</param>
    public async Task<bool> IsMeantAsync(CommandCall call, string consequence)
    {
        if (call.Get(_yes) || call.Output.IsJson || Console.IsInputRedirected)
        {
            return true;
        }

        var question = new ConfirmationPrompt(Markup.Escape($"{consequence} Is that meant?")) { DefaultValue = false };
        return await call.Output.Error.PromptAsync(question, call.CancellationToken);
    }
}
