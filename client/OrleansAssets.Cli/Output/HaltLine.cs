using OrleansAssets.Domain;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Output;

/// <summary>A halt in force as a part of a list: a sentence without its end.</summary>
internal static class HaltLine
{
    public static string Of(ActiveHalt halt) => $"{halt.HaltId} on {halt.ScopeId}: {halt.Cause.TrimEnd('.')}"
        + (halt.AccountHaltId is { } above ? $" (lift it with: {AccountHaltText.ResetCommand(above)})" : "");
}
