using Microsoft.AspNetCore.Http;

namespace OrleansAssets.Pages.Reading;

/// <summary>Who acts: the identity that signed in. Where the host knows none, who acts gives a name, and the log keeps that.</summary>
internal sealed class PageOperator(IHttpContextAccessor accessor)
{
    /// <summary>Null where nobody signed in.</summary>
    public string? Name => accessor.HttpContext?.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : null;

    /// <summary>The identity, else the name that was typed.</summary>
    public string Or(string? typed) => Name ?? typed?.Trim() ?? "";
}
