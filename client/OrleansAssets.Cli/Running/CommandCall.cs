using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Running;

/// <summary>One run of a command: what was asked, and where the answer goes.</summary>
internal sealed record CommandCall(ParseResult Arguments, CommandOutput Output, TimeProvider Time, CancellationToken CancellationToken)
{
    /// <summary>
    /// What makes a repetition of the command the same one, e.g. <c>--order-id 17</c>; told where its outcome is unknown.
    /// </summary>
    public string? RepeatWith { get; set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public T Get<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);
}

/// <summary>A command without a silo.</summary>
internal delegate Task<int> OfflineCommand(CommandCall call);

/// <summary>A command that asks the silo.</summary>
internal delegate Task<int> OnlineCommand(CommandCall call, AssetsApi client);
