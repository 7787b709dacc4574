namespace OrleansAssets.Sandbox.World;

/// <summary>Random numbers by name instead of by turn: the same seed and index give the same number for ever, in any order.</summary>
/// <param name="Seed">Names the sequence.</param>
internal readonly record struct Noise(ulong Seed)
{
    private const int ScalesMax = 9;
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The sequence of a name (FNV-1a, as string hashes of .NET change from run to run).</summary>
    public static Noise Of(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in name)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return new Noise(Mix(hash));
    }

    /// <summary>A sequence of its own below this one.</summary>
    public Noise Child(long index) => new(Mix(Seed + (Step * (ulong)(index + 1))));

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform(long index) => (Mix(Seed ^ Mix((ulong)index + Step)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Mean 0, standard deviation 1, never beyond 3.5: the sum of four uniforms.</summary>
    public double Normal(long index)
    {
        var child = Child(index);
        return (child.Uniform(0) + child.Uniform(1) + child.Uniform(2) + child.Uniform(3) - 2) * 1.7320508075688772;
    }

    /// <summary>A line through normal numbers at the whole positions.</summary>
    public double Smooth(double position)
    {
        var left = (long)Math.Floor(position);
        var share = position - left;
        return (Normal(left) * (1 - share)) + (Normal(left + 1) * share);
    }

    /// <summary>
    /// A random walk, by day, that stays within reach of 0 for ever: scales of 1 to 256 days, each weighing as the root of its length. Its
    /// steps from day to day are about 2 long.
    /// </summary>
    public double Wander(double days)
    {
        var level = 0.0;
        for (var scale = 0; scale < ScalesMax; scale++)
        {
            var length = 1 << scale;
            level += Math.Sqrt(length) * Child(scale).Smooth(days / length);
        }

        return level;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
