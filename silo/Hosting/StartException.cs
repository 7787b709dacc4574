namespace OrleansAssets.Silo.Hosting;

/// <summary>The silo cannot start; the message is the whole story for the operator: what was found, and the remedy.</summary>
internal sealed class StartException(string message) : Exception(message);
