using System.CommandLine;
using OrleansAssets.Access;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;
using OrleansAssets.Client;

namespace OrleansAssets.Cli.Running;

/// <summary>Runs a command's action and turns what goes wrong into an error and an exit code.</summary>
internal sealed class CommandRunner(GlobalOptions options, SiloFinder finder, TimeProvider time)
{
    /// <summary>Gives a command an action that needs no silo.</summary>
    public Command Offline(Command command, OfflineCommand action)
    {
        command.SetAction((arguments, cancellationToken) =>
            GuardAsync(new CommandCall(arguments, OpenOutput(arguments), time, cancellationToken), action));
        return command;
    }

    /// <summary>Gives a command an action that asks the silo.</summary>
    public Command Online(Command command, OnlineCommand action) => Offline(command, call => WithClientAsync(call, action));

    /// <summary>Asks the silo in the middle of an action.</summary>
    public async Task<int> WithClientAsync(CommandCall call, OnlineCommand action)
    {
        var (address, notFound) = finder.Find(call.Get(options.Gateway), call.Get(options.ConnectionString), call.Get(options.RunFile));
        if (address is null)
        {
            return call.Output.Fail(notFound!); // one of the two is there
        }

        var (connection, error) = await SiloConnection.OpenAsync(address, call.Get(options.Verbose), call.CancellationToken);
        if (connection is null)
        {
            return call.Output.Fail(error!); // one of the two is there
        }

        await using (connection)
        {
            return await action(call, connection.Client);
        }
    }

    public CommandOutput OpenOutput(ParseResult arguments)
    {
        var color = !arguments.GetValue(options.NoColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new CommandOutput(
            arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, arguments.GetValue(options.Json), color);
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
        InvalidRequestException => CommandError.BadInput(exception.Message),
        AccessDeniedException => CommandError.Denied(exception.Message),
        StorageUnavailableException => CommandError.Unexpected(exception.Message),
        AssetsUnavailableException { Reason: UnavailableReason.NotReachable } lost => CommandError.Unreachable(Tell(lost, call)),
        AssetsUnavailableException silent => CommandError.NoAnswer(Tell(silent, call)),
        _ => CommandError.Unexpected($"{FirstLine(exception.Message)} (--verbose shows the stack trace)"),
    };

    private static string Tell(AssetsUnavailableException exception, CommandCall call) =>
        exception.IsOutcomeUnknown && call.RepeatWith is { } how ? $"{exception.Message.TrimEnd('.')} ({how})." : exception.Message;

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];
}
