using Orleans.Runtime;

namespace Orleans;

/// <summary>Makes references to grains. Making one neither activates nor checks the grain.</summary>
public interface IGrainFactory
{
    /// <summary>The grain of this interface with this key.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>The grain of this interface with this key.</summary>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>The grain with this id, through one of its interfaces.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable;
}
