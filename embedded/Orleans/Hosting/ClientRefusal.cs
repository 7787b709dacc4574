namespace Orleans.Hosting;

/// <summary>Why this client cannot start.</summary>
sealed record ClientRefusal(string Sentence);
