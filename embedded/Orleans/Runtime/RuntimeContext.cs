namespace Orleans.Runtime;

/// <summary>Which activation this thread is running.</summary>
static class RuntimeContext
{
    [ThreadStatic]
    static Activation? _current;

    internal static Activation? Current
    {
        get => _current;
        set => _current = value;
    }
}
