using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Silo.Access;

/// <summary>
/// Asks of each call of a grain client who it is: its token says the identity, and the identity's role what it may do. The name in the
/// request is replaced by the identity's, and the audit log says of each change how it was proved, before it is made. Without a token a
/// client is let in only where the silo was told to leave its gateway open. The web side in a process of its own is a door with an
/// admin's token: it says itself who asks.
/// </summary>
internal sealed class ClientIdentityFilter(SiloOptions options, IGrainFactory grains) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var text = Take(CallToken.Key); // a secret goes no further than it must
        var called = context.InterfaceMethod?.DeclaringType;
        var isDoor = Take(CallDoor.Key) is not null || called == typeof(IAccessGrain); // which only doors ask, so that no other gets here
        if (IsGuarded(called) && InnerCallFilter.IsClient(context.SourceId)
            && (text is not null || isDoor || !options.OpenGateway))
        {
            await CheckAsync(context, text, isDoor);
        }

        await context.Invoke();
    }

    private static string? Take(string key)
    {
        var value = RequestContext.Get(key) as string;
        if (value is not null)
        {
            RequestContext.Remove(key);
        }

        return value;
    }

    /// <summary>The product's own methods, and the steps of its streams; what the engine asks to connect a client at all is none.</summary>
    private static bool IsGuarded(Type? type) =>
        type?.Assembly == typeof(Keys).Assembly || type == typeof(IAsyncEnumerableGrainExtension);

    private async Task CheckAsync(IIncomingGrainCallContext context, string? text, bool isDoor)
    {
        var access = grains.GetGrain<IAccessGrain>(Keys.Access);
        var token = Token.Read(text) is { } read ? await access.VerifyAsync(read.Id, read.Hash) : null;
        if (token is null)
        {
            throw new AccessDeniedException(text is null
                ? "The silo lets no client in without a token: give one in the client's options (Token). The first is in admin.token "
                    + "of the silo's data directory; 'assets tokens make' makes others."
                : "The client's token is unknown, has expired or was revoked: give one that is in force.");
        }

        if (isDoor)
        {
            CheckDoor(context.Request, token);
            return;
        }

        if (context.InterfaceMethod is not { DeclaringType: { } type } method || type == typeof(IAsyncEnumerableGrainExtension))
        {
            return; // a step of a stream asks, and every role may
        }

        var needed = RoleRules.Of(method);
        if (!token.Role.Covers(needed))
        {
            throw new AccessDeniedException(
                $"{context.InterfaceName}.{context.MethodName} needs the role {Word(needed)}, and {token.Name} (token {token.Id}) has the "
                + $"role {Word(token.Role)}: nothing was changed. Use a token of that role.");
        }

        NamedArguments.Replace(context.Request, method, token.Name);
        if (!method.IsDefined(typeof(QuestionAttribute)))
        {
            var operation = $"{type.Name}.{method.Name}";
            await access.NoteAsync(new AccessNote(operation, token.Name, $"grain client with token {token.Id}", $"{context.TargetId}"));
        }
    }

    /// <summary>Who asks is the door's word; by which door that came is the silo's.</summary>
    private static void CheckDoor(IInvokable request, TokenView token)
    {
        if (!token.Role.Covers(AccessRole.Admin))
        {
            throw new AccessDeniedException(
                $"A web process speaks for whoever asks, and needs an admin's token for it; {token.Name} (token {token.Id}) has the role "
                + $"{Word(token.Role)}: nothing was changed. Give it another one (--token-file).");
        }

        if (request.GetArgumentCount() > 0 && request.GetArgument(0) is AccessNote note)
        {
            request.SetArgument(0, note with { Via = $"{note.Via}, by the web process with token {token.Id}" });
        }
    }

    private static string Word(AccessRole role) => role.ToString().ToLowerInvariant();
}
