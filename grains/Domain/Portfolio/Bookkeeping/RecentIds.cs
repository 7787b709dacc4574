using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// The newest ids that callers gave. Older ones are looked up in the database before a command is queued; an id that was recorded after
/// that look is still here, or <see cref="ForgottenUntil"/> tells that the look must be repeated.
/// </summary>
/// <param name="ForgottenUntil">Number of the newest event whose id is not here any more.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RecentIds")]
public sealed record RecentIds(
    ImmutableSortedDictionary<string, KnownId> ById, ImmutableSortedDictionary<long, string> BySequence, long ForgottenUntil)
{
    public const int CountMax = 512;

    public static RecentIds None { get; } =
        new(ImmutableSortedDictionary<string, KnownId>.Empty, ImmutableSortedDictionary<long, string>.Empty, 0);

    public KnownId? Find(string id) => ById.GetValueOrDefault(id);

    public RecentIds Add(string id, KnownId known)
    {
        var (byId, bySequence, forgotten) = (ById.SetItem(id, known), BySequence.SetItem(known.Sequence, id), ForgottenUntil);
        while (bySequence.Count > CountMax)
        {
            var oldest = bySequence.First();
            (byId, bySequence, forgotten) = (byId.Remove(oldest.Value), bySequence.Remove(oldest.Key), oldest.Key);
        }

        return new RecentIds(byId, bySequence, forgotten);
    }
}

/// <summary>What is known of an id: the hash of the content that came with it, and the event that it made.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.KnownId")]
public sealed record KnownId(string ContentHash, long Sequence);
