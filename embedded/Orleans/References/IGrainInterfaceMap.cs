namespace Orleans.Runtime;

/// <summary>Knows which grain class stands behind an interface.</summary>
interface IGrainInterfaceMap
{
    /// <exception cref="ArgumentException">No grain class, or several, implement the interface.</exception>
    GrainType Resolve(Type grainInterface, string? classNamePrefix);
}
