using Microsoft.AspNetCore.Http;

namespace OrleansAssets.Pages.Reading;

/// <summary>The status of a page that says what it lacks.</summary>
internal static class PageStatus
{
    /// <summary>
    /// Answers with a status and with the page. It is set as the answer begins: of a status that is set earlier, 404 among them, Blazor
    /// keeps the page back and sends nothing.
    /// </summary>
    public static void AnswerWith(this IHttpContextAccessor accessor, int status)
    {
        var response = accessor.HttpContext!.Response; // a page is rendered for a request
        response.OnStarting(() =>
        {
            response.StatusCode = status;
            return Task.CompletedTask;
        });
    }
}
