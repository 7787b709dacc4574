namespace OrleansAssets.Api.Bodies;

/// <summary>What is said with an acknowledgement.</summary>
/// <param name="Note">What is being done about it.</param>
public sealed record NoticeNote(string? Note = null);
