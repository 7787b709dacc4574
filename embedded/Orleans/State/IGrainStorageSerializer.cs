namespace Orleans.Storage;

/// <summary>Turns state into what a storage provider keeps, and back.</summary>
public interface IGrainStorageSerializer
{
    /// <summary>To bytes.</summary>
    BinaryData Serialize<T>(T input);

    /// <summary>From bytes.</summary>
    T Deserialize<T>(BinaryData input);
}
