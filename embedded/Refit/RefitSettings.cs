namespace Refit;

/// <summary>How a client behaves.</summary>
public class RefitSettings
{
    /// <summary>Reads and writes bodies; JSON unless told.</summary>
    public IHttpContentSerializer ContentSerializer { get; set; } = new SystemTextJsonContentSerializer();
}
