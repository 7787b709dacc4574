using OrleansAssets.Accounts;
using OrleansAssets.Api.Bodies;
using Refit;

namespace OrleansAssets.Api;

/// <summary>All portfolios as one.</summary>
public interface IAccountApi
{
    [Get("/account")]
    Task<AccountView> GetAsync(CancellationToken stop);

    [Post("/account/halts")]
    Task<AccountHalt> HaltAsync([Body] Why body, CancellationToken stop);

    [Post("/account/halts/{halt}/reset")]
    Task<AccountView> ResetAsync(string halt, [Body] Why body, CancellationToken stop);
}
