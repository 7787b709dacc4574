using System.Reflection;
using OrleansAssets.Access;

namespace OrleansAssets.Web.Operations;

/// <summary>One thing that the product does for people and services, by the name that it has everywhere.</summary>
/// <param name="Name">E.g. <c>assets.size</c>; the id of the operation in the API's document.</param>
/// <param name="Role">Who may do it: this role and those above it.</param>
/// <param name="Grain">The method of the grain client; null where there is none.</param>
/// <param name="Command">The console's command, e.g. <c>size</c>; null where there is none.</param>
internal sealed record Operation(string Name, AccessRole Role, MethodInfo? Grain, string? Command)
{
    /// <summary>Whether it changes nothing, so that nothing about it can be unknown and nothing of it need be kept.</summary>
    public bool IsQuestion => Grain?.IsDefined(typeof(QuestionAttribute)) ?? Role == AccessRole.Viewer;
}
