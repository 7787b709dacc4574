using System.Reflection;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Silo.Access;

/// <summary>
/// Asks of each call of a grain client who it is: its token says the identity, and the identity's role what it may do. The name in the
/// request is replaced by the identity's, and the audit log says of each change how it was proved, before it is made. Without a token a
/// client is let in only where the silo is not told to ask for one.
/// </summary>
internal sealed class ClientIdentityFilter(SiloOptions options, IGrainFactory grains) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var text = RequestContext.Get(CallToken.Key) as string;
        if (text is not null)
        {
            RequestContext.Remove(CallToken.Key); // a secret goes no further than it must
        }

        if (IsGuarded(context.InterfaceMethod?.DeclaringType) && InnerCallFilter.IsClient(context.SourceId)
            && (text is not null || options.ClientTokens))
        {
            await CheckAsync(context, text);
        }

        await context.Invoke();
    }

    /// <summary>The product's own methods, and the steps of its streams; what the engine asks to connect a client at all is none.</summary>
    private static bool IsGuarded(Type? type) =>
        type?.Assembly == typeof(Keys).Assembly || type == typeof(IAsyncEnumerableGrainExtension);

    private async Task CheckAsync(IIncomingGrainCallContext context, string? text)
    {
        var access = grains.GetGrain<IAccessGrain>(Keys.Access);
        var token = Token.Read(text) is { } read ? await access.VerifyAsync(read.Id, read.Hash) : null;
        if (token is null)
        {
            throw new AccessDeniedException(text is null
                ? "The silo lets no client in without a token: give one in the client's options (Token), or in ASSETS_TOKEN for the "
                    + "console."
                : "The client's token is unknown, has expired or was revoked: give one that is in force.");
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

    private static string Word(AccessRole role) => role.ToString().ToLowerInvariant();
}
