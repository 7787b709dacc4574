using Orleans.Runtime;

namespace Orleans;

/// <summary>Fixes the grain type; without it the class name in lower case without <c>Grain</c>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    readonly GrainType _type = GrainType.Create(grainType);

    /// <summary>The type.</summary>
    public GrainType GetGrainType(IServiceProvider services, Type type) => _type;
}
