namespace Orleans.Configuration;

/// <summary>Limits of calls.</summary>
public abstract class MessagingOptions
{
    /// <summary>The longest wait for an answer; 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest call or answer in bytes; 100 MiB.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;
}

/// <summary>Limits of calls made inside a silo.</summary>
public class SiloMessagingOptions : MessagingOptions;

/// <summary>Limits of calls made by a client.</summary>
public class ClientMessagingOptions : MessagingOptions;
