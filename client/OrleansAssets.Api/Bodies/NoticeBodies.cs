namespace OrleansAssets.Api.Bodies;

/// <summary>Whether a channel took a test message.</summary>
/// <param name="Fault">Why not; null where it did.</param>
public sealed record ChannelTest(string Channel, bool Taken, string? Fault);

/// <summary>What is said with an acknowledgement.</summary>
/// <param name="Note">What is being done about it.</param>
public sealed record NoticeNote(string? Note = null);
