namespace Orleans.Runtime;

/// <summary>The four return types of grain methods.</summary>
abstract class ResultShape
{
    /// <summary>The type of the result; null when there is none.</summary>
    internal abstract Type? ResultType { get; }

    internal abstract CallCompletion NewCompletion();

    /// <summary>Awaits what the method returned.</summary>
    internal abstract ValueTask<object?> ReadAsync(object returned);

    internal static ResultShape Of(Type returnType)
    {
        if (returnType == typeof(Task)) return new TaskShape();
        if (returnType == typeof(ValueTask)) return new ValueTaskShape();

        var open = returnType.IsGenericType ? returnType.GetGenericTypeDefinition() : null;
        var shape = open == typeof(Task<>) ? typeof(TaskShape<>)
            : open == typeof(ValueTask<>) ? typeof(ValueTaskShape<>)
            : throw new NotSupportedException($"Grain methods return Task, Task<T>, ValueTask or ValueTask<T>, not {returnType.Name}.");
        return (ResultShape)Activator.CreateInstance(shape.MakeGenericType(returnType.GetGenericArguments()))!; // a class with a constructor
    }
}

sealed class TaskShape : ResultShape
{
    internal override Type? ResultType => null;

    internal override CallCompletion NewCompletion() => new CallCompletion<object?>(asValueTask: false, isVoid: true);

    internal override async ValueTask<object?> ReadAsync(object returned)
    {
        await (Task)returned;
        return null;
    }
}

sealed class TaskShape<T> : ResultShape
{
    internal override Type? ResultType => typeof(T);

    internal override CallCompletion NewCompletion() => new CallCompletion<T>(asValueTask: false, isVoid: false);

    internal override async ValueTask<object?> ReadAsync(object returned) => await (Task<T>)returned;
}

sealed class ValueTaskShape : ResultShape
{
    internal override Type? ResultType => null;

    internal override CallCompletion NewCompletion() => new CallCompletion<object?>(asValueTask: true, isVoid: true);

    internal override async ValueTask<object?> ReadAsync(object returned)
    {
        await (ValueTask)returned;
        return null;
    }
}

sealed class ValueTaskShape<T> : ResultShape
{
    internal override Type? ResultType => typeof(T);

    internal override CallCompletion NewCompletion() => new CallCompletion<T>(asValueTask: true, isVoid: false);

    internal override async ValueTask<object?> ReadAsync(object returned) => await (ValueTask<T>)returned;
}
