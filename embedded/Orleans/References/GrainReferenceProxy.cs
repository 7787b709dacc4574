using System.Reflection;

namespace Orleans.Runtime;

/// <summary>Implements grain interfaces by sending calls; the runtime derives a class from it per interface.</summary>
class GrainReferenceProxy : DispatchProxy
{
    internal GrainId GrainId { get; private set; }

    internal GrainReferences Factory { get; private set; } = null!; // set by Bind before anyone sees the proxy

    Type Interface { get; set; } = typeof(IAddressable);

    internal void Bind(GrainReferences factory, Type type, GrainId grainId)
    {
        Factory = factory;
        Interface = type;
        GrainId = grainId;
    }

    public override bool Equals(object? obj) => obj is GrainReferenceProxy other && GrainId == other.GrainId;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{Interface.Name} {GrainId}";

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = GrainMethod.Of(targetMethod!); // DispatchProxy always passes one
        var call = new GrainCall(GrainId, method, args ?? [], method.Shape.NewCompletion());
        return Factory.Calls.Start(call, this);
    }
}
