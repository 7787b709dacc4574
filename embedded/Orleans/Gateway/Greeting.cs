namespace Orleans.Runtime;

/// <summary>What a client says first.</summary>
sealed record Hello(string ClusterId, string ServiceId);

/// <summary>What the silo answers: the grain type behind each interface.</summary>
sealed record Welcome(Dictionary<string, string> GrainTypes);
