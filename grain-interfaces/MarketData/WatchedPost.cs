using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>A post of an account that an asset watches: an event that rules heed for a time.</summary>
/// <param name="Account">With its sign, e.g. <c>@elonmusk</c>.</param>
/// <param name="PostId">The source's id of the post.</param>
/// <param name="At">When it was posted, UTC.</param>
/// <param name="Text">The first 280 characters.</param>
/// <param name="Score">Mood of the text, -1 to +1.</param>
/// <param name="MentionsAsset">Whether the text names the asset; rules may take others for less.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WatchedPost")]
public sealed record WatchedPost(
    string AssetId, string SourceId, string Account, string PostId, DateTimeOffset At, string Text, double Score, bool MentionsAsset);
