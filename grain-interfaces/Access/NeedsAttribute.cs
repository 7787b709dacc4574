namespace OrleansAssets.Access;

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
