using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Portfolio;

/// <summary>Moves of prices as a form says them: of everything that is held, of a class, of an asset.</summary>
/// <param name="Parts">By name, as fractions of the price.</param>
/// <param name="Fault">What of the form is no number, in a sentence; null where all is well.</param>
internal sealed record PriceMoves(ImmutableDictionary<string, decimal> Parts, string? Fault)
{
    public const string Everything = "all";

    public static string OfClass(string classId) => $"class:{classId}";

    public static string OfAsset(string assetId) => $"asset:{assetId}";

    /// <param name="of">Names, beside <paramref name="moves"/>.</param>
    /// <param name="moves">Per cent, e.g. <c>-30</c>; an empty one moves nothing by itself.</param>
    public static PriceMoves Read(IReadOnlyList<string>? of, IReadOnlyList<string>? moves)
    {
        var parts = ImmutableDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var (name, text) in (of ?? []).Zip(moves ?? []))
        {
            var given = text.Trim().TrimEnd('%').Trim();
            if (given.Length == 0)
            {
                continue;
            }

            if (NumberText.TryRead(given, out var percent))
            {
                parts[name] = percent / 100;
            }
            else
            {
                faults.Add($"'{given}' is no move: give per cent in {NumberText.Form}, e.g. -30 or 2.5.");
            }
        }

        return new PriceMoves(parts.ToImmutable(), faults.Count == 0 ? null : string.Join(" ", faults));
    }

    /// <summary>What is moved of what is held: an asset's own move counts before its class's, and that one before everything's.</summary>
    public ImmutableArray<PriceShock> Shocks(ImmutableArray<PositionView> held) =>
    [
        .. held.Select(one => (one.AssetId, Move: Move(OfAsset(one.AssetId)) ?? Move(OfClass(one.ClassId)) ?? Move(Everything)))
            .Where(one => one.Move is not null).Select(one => new PriceShock(one.AssetId, one.Move!.Value)),
    ];

    /// <summary>What the form said, in per cent; nothing where it said nothing.</summary>
    public string? Said(string name) => Move(name) is { } move ? (move * 100).ToString("0.##", CultureInfo.InvariantCulture) : null;

    private decimal? Move(string name) => Parts.TryGetValue(name, out var move) ? move : null;
}
