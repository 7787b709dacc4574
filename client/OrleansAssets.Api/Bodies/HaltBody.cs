using OrleansAssets.Portfolio;

namespace OrleansAssets.Api.Bodies;

/// <summary>Stops trading in a scope.</summary>
/// <param name="Reason">Why, for the log.</param>
/// <param name="Scope">How far it reaches; the whole portfolio without it.</param>
/// <param name="ScopeId">The class, asset or strategy; null for the whole portfolio.</param>
/// <param name="Mode">Reduce-only or halted; halted without it.</param>
public sealed record HaltBody(
    string Reason, HaltScope Scope = HaltScope.Portfolio, string? ScopeId = null, TradingMode Mode = TradingMode.Halted);
