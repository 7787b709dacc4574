using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>A host is a silo or a client, not both.</summary>
sealed record EngineMarker(bool IsSilo)
{
    internal static void Claim(IServiceCollection services, bool isSilo)
    {
        var other = services.FirstOrDefault(s => s.ServiceType == typeof(EngineMarker))?.ImplementationInstance as EngineMarker;
        if (other is null) services.AddSingleton(new EngineMarker(isSilo));
        else if (other.IsSilo != isSilo)
            throw new OrleansConfigurationException("Do not use both UseOrleans and UseOrleansClient in one host; a silo has an IClusterClient.");
    }
}
