namespace OrleansAssets.Sandbox.Social;

/// <summary>A post of the invented forums.</summary>
/// <param name="Number">Grows with time; each vendor writes its ids from it.</param>
internal sealed record SyntheticPost(long Number, string Author, DateTimeOffset At, string Text, int Approvals);
