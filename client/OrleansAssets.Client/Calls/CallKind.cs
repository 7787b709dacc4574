using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace OrleansAssets.Client.Calls;

/// <summary>What a call may be done with where its answer is lost.</summary>
internal enum CallKind
{
    /// <summary>Not one of this product's: the engine's own, left alone.</summary>
    Foreign,

    /// <summary>Changes something each time: never repeated here.</summary>
    Once,

    /// <summary>Changes nothing.</summary>
    Question,

    /// <summary>Changes nothing, but is not repeated here: it costs something, or what was fetched and lost does not come again.</summary>
    QuestionOnce,

    /// <summary>A step of a stream of answers: where it may be lost it ends, and whoever follows opens the stream anew.</summary>
    StreamStep,

    /// <summary>Said twice, it changes something once.</summary>
    Repeatable,

    /// <summary>Likewise, by the caller's id.</summary>
    RepeatableById,
}

/// <summary>Reads the marks on the interfaces, once a method.</summary>
internal static class CallKinds
{
    private static readonly ConcurrentDictionary<MethodInfo, CallKind> Known = new();

    public static CallKind Of(MethodInfo method) => Known.GetOrAdd(method, Read);

    private static CallKind Read(MethodInfo method)
    {
        if (method.DeclaringType == typeof(IAsyncEnumerableGrainExtension))
        {
            return CallKind.StreamStep;
        }

        if (method.DeclaringType?.Assembly != typeof(Keys).Assembly)
        {
            return CallKind.Foreign;
        }

        return method.GetCustomAttribute<QuestionAttribute>() is { } question
            ? question.Costs ? CallKind.QuestionOnce : CallKind.Question
            : method.GetCustomAttribute<RepeatableAttribute>() is not { } mark ? CallKind.Once
            : mark.ById ? CallKind.RepeatableById : CallKind.Repeatable;
    }
}
