using OrleansAssets.Database;

namespace OrleansAssets.Tests.Support;

/// <summary>
/// A fact of hypertables; skipped where the PostgreSQL of this machine has no TimescaleDB. <c>tests/timescale.sh</c> names one that has.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TimescaleFactAttribute : FactAttribute
{
    public TimescaleFactAttribute()
    {
        if (!PostgresBinaries.KnownDirectories().Any(
            directory => File.Exists(Path.Combine(directory, "initdb"))
                && File.Exists(Path.Combine(directory, "..", "lib", "timescaledb.so"))))
        {
            Skip = "The PostgreSQL of this machine has no TimescaleDB: tests/timescale.sh takes the directory of one that has.";
        }
    }
}
