using System.Diagnostics;
using System.Globalization;

namespace OrleansAssets.Tests.Console;

/// <summary>
/// A shell without job control starts what it runs in the background with Ctrl-C ignored, and every child inherits that: a program leaves
/// it so, and rightly. A test that presses Ctrl-C stands for a user at a terminal, so it starts its process as a terminal would.
/// </summary>
internal static class Signals
{
    private const int Interrupt = 2;

    /// <summary>A program to start that Ctrl-C reaches, wherever the tests themselves were started.</summary>
    public static ProcessStartInfo Interruptible(string program) => IgnoresInterrupt()
        ? new ProcessStartInfo("env", ["--default-signal=INT", program])
        : new ProcessStartInfo(program);

    /// <summary>Whether this process was started with Ctrl-C ignored. Only Linux tells.</summary>
    public static bool IgnoresInterrupt()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        const string field = "SigIgn:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        var ignored = ulong.Parse(line.AsSpan(field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (ignored & (1UL << (Interrupt - 1))) != 0;
    }
}
