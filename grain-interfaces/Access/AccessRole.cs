using Orleans;

namespace OrleansAssets.Access;

/// <summary>What an identity may do; each role may do all that those before it may.</summary>
[GenerateSerializer, Alias("OrleansAssets.AccessRole")]
public enum AccessRole
{
    /// <summary>Looks at everything, and changes nothing.</summary>
    Viewer = 0,

    /// <summary>Has orders decided, tells what became of them, and stops trading.</summary>
    Trader = 1,

    /// <summary>Moves money, corrects the book, changes phases, lets trading go on.</summary>
    Operator = 2,

    /// <summary>Says who may do what.</summary>
    Admin = 3,
}

/// <summary>
/// Of a grain method: who may call it from outside, by whatever door. Without it a question (<see cref="QuestionAttribute"/>) needs a
/// viewer, and everything else an operator.
/// </summary>
/// <param name="role">This role and those above it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute(AccessRole role) : Attribute
{
    /// <summary>This role and those above it.</summary>
    public AccessRole Role { get; } = role;
}
