using System.Diagnostics;
using OrleansAssets.Access;
using OrleansAssets.Api.Calls;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Connecting;

/// <summary>The way to an installation, and what to say where it leads nowhere.</summary>
internal static class SiloConnection
{
    /// <summary>Long enough for a silo that starts; where nobody runs, nothing is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A client; nothing is asked yet.</summary>
    /// <param name="traceParent">The trace that silos go on with; null for none.</param>
    public static HttpClient Open(ApiAddress address, TimeProvider time, string? traceParent)
    {
        var http = ApiTransport.Open(address.Places, address.Token, IsAlive(address) ? Patience : TimeSpan.Zero, time);
        if (traceParent is not null)
        {
            http.DefaultRequestHeaders.Add("traceparent", traceParent);
        }

        return http;
    }

    public static CommandError Explain(ApiAddress address, AssetsUnavailableException failure)
    {
        var process = address.Run is not { } run ? ""
            : IsAlive(address) ? $", process {run.ProcessId}, which runs: it may be starting, stopping or frozen"
            : $", process {run.ProcessId}, which does not run any more";
        var words = $"{failure.Message.TrimEnd('.')} (known from {address.Origin}{process}).";
        return IsAlive(address)
            ? CommandError.NoAnswer($"{words} Wait a moment; if it stays so, see its log, and end it before another is started.")
            : CommandError.Unreachable(words);
    }

    public static CommandError Explain(ApiAddress address, AccessDeniedException refusal) => CommandError.Denied(address.Token is null
        ? $"No token is known for {address.Place} (known from {address.Origin}): set {SiloFinder.TokenVariable}, or sign in once with "
            + $"'assets login {address.Places[0].GetLeftPart(UriPartial.Authority)}'."
        : refusal.Message);

    private static bool IsAlive(ApiAddress address)
    {
        if (address.Run is not { } run)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(run.ProcessId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // no process has this id
        }
    }
}
