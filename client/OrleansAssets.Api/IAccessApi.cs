using System.Collections.Immutable;
using OrleansAssets.Access;
using OrleansAssets.Api.Bodies;
using Refit;

namespace OrleansAssets.Api;

/// <summary>Who one is, and who may get in.</summary>
public interface IAccessApi
{
    [Get("/session")]
    Task<Session> GetSessionAsync(CancellationToken stop);

    [Get("/tokens")]
    Task<ImmutableArray<TokenView>> ListAsync(CancellationToken stop);

    [Post("/tokens")]
    Task<NewToken> CreateAsync([Body] TokenBody body, CancellationToken stop);

    [Delete("/tokens/{token}")]
    Task<TokenView> RevokeAsync(string token, CancellationToken stop);
}
