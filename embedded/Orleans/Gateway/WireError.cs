using System.Runtime.ExceptionServices;
using System.Text.Json;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>An exception as it is sent: type, message, stack and cause.</summary>
sealed record WireError(string Type, string Message, string? Stack, WireError? Inner, string? StoredEtag, string? CurrentEtag)
{
    const int DepthMax = 8;

    internal static byte[] Write(Exception error) => JsonSerializer.SerializeToUtf8Bytes(From(error, 0), WireJson.Options);

    internal static Exception Read(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize<WireError>(body.Span, WireJson.Options)!.ToException(); // written above

    static WireError From(Exception error, int depth) => new(
        error.GetType().FullName ?? error.GetType().Name,
        error.Message,
        error.StackTrace,
        error.InnerException is { } inner && depth < DepthMax ? From(inner, depth + 1) : null,
        (error as InconsistentStateException)?.StoredEtag,
        (error as InconsistentStateException)?.CurrentEtag);

    Exception ToException()
    {
        var error = Create(Inner?.ToException());
        if (Stack is not null && error.StackTrace is null) ExceptionDispatchInfo.SetRemoteStackTrace(error, Stack);
        return error;
    }

    Exception Create(Exception? inner)
    {
        var type = FindType();
        if (type == typeof(InconsistentStateException))
            return inner is null ? new InconsistentStateException(Message, StoredEtag, CurrentEtag)
                : new InconsistentStateException(Message, StoredEtag, CurrentEtag, inner);

        if (inner is not null && type?.GetConstructor([typeof(string), typeof(Exception)]) is { } both) return (Exception)both.Invoke([Message, inner]);
        if (type?.GetConstructor([typeof(string)]) is not { } plain) return new OrleansException($"{Type}: {Message}", inner!); // a null cause is none

        // ArgumentException and its kin add the parameter to the message they were given; taking the sent message whole keeps it as it was.
        return (Exception)plain.Invoke([Message]) is var made && string.Equals(made.Message, Message, StringComparison.Ordinal)
            ? made
            : type.GetConstructor([typeof(string), typeof(Exception)]) is { } two ? (Exception)two.Invoke([Message, null]) : made;
    }

    Type? FindType()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            if (!assembly.IsDynamic && assembly.GetType(Type) is { IsAbstract: false } type && typeof(Exception).IsAssignableFrom(type)) return type;
        return null;
    }
}
