namespace OrleansAssets.Domain;

/// <summary>Values of enums as people and programs write them.</summary>
public static class EnumText
{
    /// <summary>
    /// Reads one value by its name, in any case. Neither a number nor several names with commas, which the framework's own reading takes
    /// and makes a third value of.
    /// </summary>
    public static bool TryRead<T>(string? text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Is(typeof(T), text);

    /// <summary>Whether a text is the name of one value, in any case.</summary>
    public static bool Is(Type type, string? text) => Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);
}
