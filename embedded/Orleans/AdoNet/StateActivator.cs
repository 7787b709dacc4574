using System.Runtime.CompilerServices;

namespace Orleans.Storage;

static class StateActivator
{
    /// <summary>State that was never stored: from the public parameterless constructor, else without running any, as in Orleans.</summary>
    internal static T Create<T>()
    {
        if (typeof(T).IsValueType)
            return default!; // a value type has one
        return typeof(T).GetConstructor(Type.EmptyTypes) is null
            ? (T)RuntimeHelpers.GetUninitializedObject(typeof(T))
            : Activator.CreateInstance<T>();
    }
}
