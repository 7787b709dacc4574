using OrleansAssets.Access;

namespace OrleansAssets.Web.Operations;

/// <summary>
/// What programs ask beside the operations of the API, as metrics: they are told why they may not, and are sent to no page.
/// </summary>
/// <param name="Name">How it is called where it is refused.</param>
/// <param name="Role">Who may ask: this role and those above it.</param>
internal sealed record ForPrograms(string Name, AccessRole Role);

/// <summary>How a host says so of an endpoint of its own.</summary>
public static class ForProgramsConventions
{
    public static void IsForPrograms(this IEndpointConventionBuilder endpoint, string name, AccessRole role) =>
        endpoint.WithMetadata(new ForPrograms(name, role)).RequireAuthorization(RolePolicies.Of(role));
}
