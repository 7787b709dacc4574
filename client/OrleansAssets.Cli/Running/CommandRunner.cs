using System.CommandLine;
using OrleansAssets.Access;
using OrleansAssets.Api;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Running;

/// <summary>Runs a command's action and turns what goes wrong into an error and an exit code.</summary>
internal sealed class CommandRunner(GlobalOptions options, SiloFinder finder, TimeProvider time)
{
    /// <summary>What is known of installations here.</summary>
    public SiloFinder Finder => finder;

    /// <summary>How wide an answer is that goes to no terminal.</summary>
    public int Columns { get; init; } = CommandOutput.PlainWidth;

    /// <summary>Gives a command an action that needs no silo.</summary>
    public Command Offline(Command command, OfflineCommand action)
    {
        command.SetAction((arguments, cancellationToken) =>
            GuardAsync(new CommandCall(arguments, OpenOutput(arguments), time, cancellationToken), action));
        return command;
    }

    /// <summary>Gives a command an action that asks the silo.</summary>
    public Command Online(Command command, OnlineCommand action) => Offline(command, call => WithClientAsync(call, action));

    /// <summary>Gives a command an action that asks the silo, once somebody at a terminal has said that it is meant.</summary>
    /// <param name="consequence">What would happen, in a sentence; null where it is not dangerous this time.</param>
    public Command Dangerous(Command command, Func<CommandCall, string?> consequence, OnlineCommand action)
    {
        var confirmation = new Confirmation(command);
        return Offline(command, async call => consequence(call) is not { } what || await confirmation.IsMeantAsync(call, what)
            ? await WithClientAsync(call, action)
            : call.Output.Fail(CommandError.Cancelled("Nothing was done.")));
    }

    /// <summary>Asks the silo in the middle of an action.</summary>
    public async Task<int> WithClientAsync(CommandCall call, OnlineCommand action)
    {
        var (address, notFound) = finder.Find(call.Get(options.Url), call.Get(options.Context), call.Get(options.RunFile));
        if (address is null)
        {
            return call.Output.Fail(notFound!); // one of the two is there
        }

        return await AtAsync(call, address, action);
    }

    /// <summary>Asks the silo where one answers who is calling, and does without it else.</summary>
    public async Task<int> WithClientOrAsync(CommandCall call, OnlineCommand action, Func<Task<int>> without)
    {
        var (address, _) = finder.Find(call.Get(options.Url), call.Get(options.Context), call.Get(options.RunFile));
        if (address is null)
        {
            return await without();
        }

        using (var http = SiloConnection.Open(address, time, finder.TraceParent))
        {
            try
            {
                await new AssetsApi(http).Catalogue.GetClassesAsync(call.CancellationToken);
            }
            catch (Exception exception) when (exception is AssetsUnavailableException or AccessDeniedException)
            {
                return await without();
            }
        }

        return await AtAsync(call, address, action);
    }

    /// <summary>Asks the silo at an address.</summary>
    public async Task<int> AtAsync(CommandCall call, ApiAddress address, OnlineCommand action)
    {
        using var http = SiloConnection.Open(address, time, finder.TraceParent);
        try
        {
            return await action(call, new AssetsApi(http));
        }
        catch (AssetsUnavailableException exception) when (exception.Reason == UnavailableReason.NotReachable)
        {
            return call.Output.Fail(SiloConnection.Explain(address, exception));
        }
        catch (AccessDeniedException exception)
        {
            return call.Output.Fail(SiloConnection.Explain(address, exception));
        }
    }

    public CommandOutput OpenOutput(ParseResult arguments)
    {
        var color = !arguments.GetValue(options.NoColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new CommandOutput(
            arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, arguments.GetValue(options.Json), color)
        {
            IsQuiet = arguments.GetValue(options.Quiet),
            Columns = Columns,
        };
    }

    private async Task<int> GuardAsync(CommandCall call, OfflineCommand action)
    {
        try
        {
            return await action(call);
        }
        catch (Exception exception)
        {
            if (call.Get(options.Verbose))
            {
                call.Output.Trace(exception.ToString());
            }

            return call.Output.Fail(Describe(exception, call));
        }
    }

    private static CommandError Describe(Exception exception, CommandCall call) => exception switch
    {
        OperationCanceledException when call.CancellationToken.IsCancellationRequested => CommandError.Cancelled("Cancelled."),
        NotFoundException => CommandError.NotFound(exception.Message),
        InvalidRequestException or ChangedMeanwhileException or InvalidDataException => CommandError.BadInput(exception.Message),
        StorageUnavailableException or InternalFaultException => CommandError.Unexpected(exception.Message),
        AssetsUnavailableException silent => CommandError.NoAnswer(Tell(silent, call)),
        _ => CommandError.Unexpected($"{FirstLine(exception.Message)} (--verbose shows the stack trace)"),
    };

    private static string Tell(AssetsUnavailableException exception, CommandCall call) =>
        exception.IsOutcomeUnknown && call.RepeatWith is { } how ? $"{exception.Message.TrimEnd('.')} ({how})." : exception.Message;

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];
}
