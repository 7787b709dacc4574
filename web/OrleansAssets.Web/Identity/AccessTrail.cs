using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// Has the audit log say of every change who asked for it and how the identity was proved, before it is made: where that cannot be written,
/// nothing is changed.
/// </summary>
internal static class AccessTrail
{
    public static RouteGroupBuilder WithTrail(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (context.GetEndpoint()?.Metadata is { } marks && marks.GetMetadata<PartOfNoted>() is null
                && marks.GetMetadata<Operation>() is { IsQuestion: false } operation
                && Caller.Of(context.User) is { } caller)
            {
                var note = new AccessNote(operation.Name, caller.Name, caller.Via, context.Request.Path.Value ?? "");
                await context.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IAccessGrain>(Keys.Access).NoteAsync(note);
            }

            return await next(invocation);
        });
        return group;
    }
}
