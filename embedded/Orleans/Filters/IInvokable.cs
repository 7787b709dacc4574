using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A call as filters see it.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>The number of arguments.</summary>
    int GetArgumentCount();

    /// <summary>The argument at this position.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces the argument at this position.</summary>
    void SetArgument(int index, object value);

    /// <summary>The name of the method.</summary>
    string GetMethodName();

    /// <summary>The full name of the interface.</summary>
    string GetInterfaceName();

    /// <summary>The method of the interface.</summary>
    MethodInfo GetMethod();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();
}
