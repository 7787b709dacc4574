namespace Orleans;

/// <summary>The way from outside grains to grains, in a silo and in a client process.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the host.</summary>
    IServiceProvider ServiceProvider { get; }
}
