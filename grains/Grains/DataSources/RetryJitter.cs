using System.Security.Cryptography;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Random numbers from 0 (inclusive) to 1 (exclusive) that keep many installations from retrying in step.</summary>
internal sealed class RetryJitter(Func<double> next)
{
    private const int Steps = 1 << 24;

    /// <summary>The product's jitter; safe to share between grains.</summary>
    public RetryJitter()
        : this(() => RandomNumberGenerator.GetInt32(Steps) / (double)Steps)
    {
    }

    public double Next() => next();
}
