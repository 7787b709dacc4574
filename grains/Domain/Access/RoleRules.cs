using System.Reflection;
using OrleansAssets.Access;

namespace OrleansAssets.Domain.Access;

/// <summary>Who may do what: the one rule for every door.</summary>
public static class RoleRules
{
    /// <summary>The role that a method of a grain needs when it is called from outside.</summary>
    public static AccessRole Of(MethodInfo method) =>
        method.GetCustomAttribute<NeedsAttribute>()?.Role
        ?? (method.IsDefined(typeof(QuestionAttribute)) ? AccessRole.Viewer : AccessRole.Operator);

    /// <summary>Whether a role may do what another one is needed for.</summary>
    public static bool Covers(this AccessRole role, AccessRole needed) => role >= needed;
}
