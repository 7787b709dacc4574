using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Imports;

/// <summary>What the fills of one file come to by themselves, forty bytes a fill: round trips are counted by the book's own rule.</summary>
internal sealed class FillFigures
{
    private readonly List<Seen> _fills = [];
    private readonly List<(string Asset, string? Strategy)> _owners = [];
    private readonly Dictionary<(string Asset, string? Strategy), int> _ownerOf = [];

    public void Add(ImportedFill fill)
    {
        var key = (fill.AssetId, fill.StrategyId);
        if (!_ownerOf.TryGetValue(key, out var owner))
        {
            _ownerOf.Add(key, owner = _owners.Count);
            _owners.Add(key);
        }

        var paid = fill.FeeCurrency is not null && FillRules.IsPaidInBase(fill) ? fill.Fee : 0;
        var units = fill.Side == OrderSide.Buy ? fill.Quantity - paid : -(fill.Quantity + paid);
        _fills.Add(new Seen(fill.At.UtcTicks, fill.Order, units, owner));
    }

    public FileFigures Count()
    {
        _fills.Sort((one, other) => (one.Ticks, one.Order).CompareTo((other.Ticks, other.Order)));
        var pairing = new FillPairing("", FillPairing.AtPar);
        var days = new HashSet<long>();
        var (number, closed) = (0, 0L);
        foreach (var fill in _fills)
        {
            days.Add(fill.Ticks / TimeSpan.TicksPerDay);
            var (asset, strategy) = _owners[fill.Owner];
            closed += pairing.Take(new ImportedFill(
                $"{number++}", asset, strategy, fill.Units < 0 ? OrderSide.Sell : OrderSide.Buy, Math.Abs(fill.Units), 1, null, 0, null,
                new DateTimeOffset(fill.Ticks, TimeSpan.Zero), 0, fill.Order)).Length;
        }

        return new FileFigures(Days: days.Count, Trades: closed, OpenTrades: pairing.Open().Count());
    }

    private readonly record struct Seen(long Ticks, long Order, decimal Units, int Owner);
}
