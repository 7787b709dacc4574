namespace Orleans.Configuration;

/// <summary>Where the client finds its silo.</summary>
public class StaticGatewayListProviderOptions
{
    /// <summary>Addresses in the form <c>gwy.tcp://127.0.0.1:30000/0</c>.</summary>
    public List<Uri> Gateways { get; set; } = [];
}
