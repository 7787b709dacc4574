using OrleansAssets.Access;
using OrleansAssets.Domain.Access;

namespace OrleansAssets.Web.Operations;

/// <summary>How an endpoint says which operation it is.</summary>
internal static class OperationConventions
{
    /// <summary>An operation that a grain does: whoever may call the method may do it here.</summary>
    /// <param name="method">The method's name in <typeparamref name="TGrain"/>.</param>
    /// <param name="command">The console's command; null where it has none.</param>
    /// <param name="summary">What it does, as a clause.</param>
    /// <param name="description">Units, bounds and what repeating it does; null where the summary says it all.</param>
    public static RouteHandlerBuilder Is<TGrain>(
        this RouteHandlerBuilder endpoint, string name, string method, string? command, string summary, string? description = null)
    {
        var called = typeof(TGrain).GetMethod(method) ?? throw new ArgumentException($"{typeof(TGrain)} has no {method}.", nameof(method));
        return endpoint.Is(new Operation(name, RoleRules.Of(called), called, command), summary, description);
    }

    /// <summary>An operation that no grain does.</summary>
    public static RouteHandlerBuilder Is(
        this RouteHandlerBuilder endpoint, string name, AccessRole role, string? command, string summary, string? description = null) =>
        endpoint.Is(new Operation(name, role, null, command), summary, description);

    private static RouteHandlerBuilder Is(this RouteHandlerBuilder endpoint, Operation operation, string summary, string? description)
    {
        endpoint.WithName(operation.Name).WithSummary(summary).WithMetadata(operation)
            .RequireAuthorization(RolePolicies.Of(operation.Role));
        return description is null ? endpoint : endpoint.WithDescription(description);
    }
}
