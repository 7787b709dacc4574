using Microsoft.AspNetCore.Authorization;
using OrleansAssets.Access;
using OrleansAssets.Domain.Access;

namespace OrleansAssets.Web.Operations;

/// <summary>A policy a role, for endpoints and pages: <c>[Authorize(Policy = "trader")]</c>.</summary>
public static class RolePolicies
{
    /// <summary>The policy that lets a role and those above it in.</summary>
    public static string Of(AccessRole role) => role.ToString().ToLowerInvariant();

    internal static void Add(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<AccessRole>())
        {
            var covering = Enum.GetValues<AccessRole>().Where(other => other.Covers(role)).Select(other => other.ToString());
            options.AddPolicy(Of(role), policy => policy.RequireAuthenticatedUser().RequireRole(covering));
        }
    }
}
