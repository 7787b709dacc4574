using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

static class StateActivator
{
    /// <summary>State that was never stored: from the public parameterless constructor, else without running any, as in Orleans.</summary>
    internal static T Create<T>()
    {
        if (typeof(T).IsValueType)
            return default!; // a value type has one
        if (typeof(T) == typeof(string))
            return (T)(object)"";
        return typeof(T).GetConstructor(Type.EmptyTypes) is null
            ? (T)RuntimeHelpers.GetUninitializedObject(typeof(T))
            : Activator.CreateInstance<T>();
    }
}
