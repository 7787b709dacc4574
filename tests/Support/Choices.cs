using System.Collections.Immutable;

namespace OrleansAssets.Tests.Support;

/// <summary>
/// What the case of a law is drawn from: numbers at random that are remembered, so that a case that breaks the law can be drawn again from
/// fewer and smaller ones. A draw beyond the last number that is given has the least value.
/// </summary>
internal sealed class Choices : Random
{
    /// <summary>A double has nine decimals, so that a case that is told can be typed in again.</summary>
    private const int Parts = 1_000_000_000;

    private readonly int _seed;
    private readonly ImmutableArray<int>? _given;
    private readonly Effort _effort;
    private readonly List<int> _drawn = [];
    private readonly List<string> _told = [];
    private Random _source;
    private int _at;

    public Choices(int seed)
        : this(seed, null, new Effort())
    {
    }

    private Choices(int seed, ImmutableArray<int>? given, Effort effort)
    {
        (_seed, _given, _effort) = (seed, given, effort);
        _source = new Random(seed);
    }

    /// <summary>Draws begin anew, the same.</summary>
    public void Begin()
    {
        _source = new Random(_seed);
        _at = 0;
        _drawn.Clear();
        _told.Clear();
    }

    /// <summary>Notes a line that people read where this case breaks the law.</summary>
    public void Tell(string line) => _told.Add(line);

    /// <summary>
    /// Simpler ones than this, from the boldest: without a part of its numbers, then with lower ones. Ends after much effort. Its numbers
    /// are read once the first is asked for: they are not drawn yet when FsCheck asks for the list.
    /// </summary>
    public IEnumerable<Choices> Simpler()
    {
        ImmutableArray<int> drawn = [.. _drawn];
        foreach (var given in Fewer(drawn).Concat(Lower(drawn)).TakeWhile(_ => _effort.Left-- > 0))
        {
            yield return new Choices(_seed, given, _effort);
        }
    }

    public override int Next() => Draw(int.MaxValue);

    public override int Next(int maxValue) => Draw(maxValue);

    public override int Next(int minValue, int maxValue) => minValue + Draw(maxValue - minValue);

    public override double NextDouble() => (double)Draw(Parts) / Parts;

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref var one in buffer)
        {
            one = (byte)Draw(byte.MaxValue + 1);
        }
    }

    /// <summary>The case where it was made simpler; the first one that broke the law is only counted.</summary>
    public override string ToString() => _given is null
        ? $"seed {_seed}, {_drawn.Count} choices"
        : string.Join(Environment.NewLine, _told.Prepend($"seed {_seed}, {_drawn.Count} choices:"));

    protected override double Sample() => NextDouble();

    private static IEnumerable<ImmutableArray<int>> Fewer(ImmutableArray<int> drawn)
    {
        for (var length = drawn.Length; length > 0; length /= 2)
        {
            for (var end = drawn.Length; end >= length; end -= length)
            {
                yield return drawn.RemoveRange(end - length, length);
            }
        }
    }

    private static IEnumerable<ImmutableArray<int>> Lower(ImmutableArray<int> drawn)
    {
        for (var at = 0; at < drawn.Length; at++)
        {
            foreach (var lower in new[] { 0, drawn[at] / 10, drawn[at] / 2, drawn[at] - 1 }.Where(lower => lower >= 0).Distinct())
            {
                if (lower < drawn[at])
                {
                    yield return drawn.SetItem(at, lower);
                }
            }
        }
    }

    private int Draw(int below)
    {
        if (below <= 0)
        {
            return 0;
        }

        if (_given is not { } given)
        {
            _drawn.Add(_source.Next(below));
            return _drawn[^1];
        }

        if (_at >= given.Length)
        {
            return 0;
        }

        _drawn.Add(given[_at++] % below);
        return _drawn[^1];
    }

    /// <summary>How many simpler cases are still tried for one that broke the law.</summary>
    private sealed class Effort
    {
        public int Left { get; set; } = 50_000;
    }
}
