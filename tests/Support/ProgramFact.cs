namespace OrleansAssets.Tests.Support;

/// <summary>A fact that a program of the machine finds out; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program, string package)
    {
        if (!Programs.Exists(program))
        {
            Skip = $"There is no {program} on this machine: it comes with the package {package}.";
        }
    }
}
