namespace OrleansAssets.Domain.Sentiment;

/// <summary>A post of any source.</summary>
/// <param name="Author">Null where the account is gone.</param>
/// <param name="Text">Title and body.</param>
/// <param name="Approvals">Upvotes or likes; below 0 where readers disapprove.</param>
public sealed record SocialPost(string Id, string? Author, DateTimeOffset At, string Text, int Approvals);
