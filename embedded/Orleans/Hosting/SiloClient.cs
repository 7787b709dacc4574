using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>The client every silo has.</summary>
sealed class SiloClient(Silo silo) : IClusterClient
{
    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => silo.References.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => silo.References.GetGrain(grainInterfaceType, grainPrimaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => silo.References.GetGrain<TGrainInterface>(grainId);
}
