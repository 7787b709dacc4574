using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using OrleansAssets.Cli;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Running;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = new GlobalOptions();
var finder = new SiloFinder(Environment.GetEnvironmentVariable, Environment.CurrentDirectory);
var runner = new CommandRunner(options, finder, TimeProvider.System);
var root = CommandTree.Build(runner, options);
var words = new ParserConfiguration { ResponseFileTokenReplacer = null }; // '@elonmusk' is an account, and no file of arguments
var parsed = BareNoun.Shown(root, root.Parse(args, words), args);
var asksForWords = args is [['[', ..], ..]; // a shell that completes a line, which has faults as long as it is not whole
if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction && !asksForWords)
{
    return UsageError.Report(runner.OpenOutput(parsed), parsed);
}

// Errors become exit codes in CommandRunner, and signals are ours from the first instant: the library would answer 1 for all errors,
// and listens for signals only once a command waits for something.
using var interruption = new Interruption();
var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
return await parsed.InvokeAsync(configuration, interruption.Token);
