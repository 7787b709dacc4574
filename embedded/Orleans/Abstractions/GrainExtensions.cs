using System.Text;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains and grain references.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to this grain through the interface.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        GrainReferenceProxy proxy => (TGrainInterface)proxy.Factory.Create(typeof(TGrainInterface), proxy.GrainId),
        IGrainBase self => (TGrainInterface)Activation.Of(self.GrainContext).References.Create(
            typeof(TGrainInterface), self.GrainContext.GrainId),
        _ => throw new ArgumentException($"{grain?.GetType().Name ?? "null"} is neither a grain nor a grain reference.", nameof(grain)),
    };

    /// <summary>Type and key of the grain.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReferenceProxy proxy => proxy.GrainId,
        IGrainBase self => self.GrainContext.GrainId,
        _ => throw new ArgumentException($"{grain?.GetType().Name ?? "null"} is neither a grain nor a grain reference.", nameof(grain)),
    };

    /// <summary>The string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => Encoding.UTF8.GetString(GetGrainId(grain).Key.AsSpan());
}
