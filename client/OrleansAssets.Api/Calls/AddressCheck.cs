using Refit;

namespace OrleansAssets.Api.Calls;

/// <summary>
/// An id that is empty, or a dot or two, makes the address of something else, whose answer would be taken for that of the question.
/// </summary>
internal static class AddressCheck
{
    private static readonly HttpRequestOptionsKey<string> Template = new(HttpRequestMessageOptions.RelativePathTemplate);

    /// <exception cref="InvalidRequestException">The address is not that of the operation.</exception>
    public static void Require(HttpRequestMessage request)
    {
        if (request.RequestUri is not { } address || !request.Options.TryGetValue(Template, out var template))
        {
            return;
        }

        var wanted = $"{AssetsApi.Root}{template.Split('?')[0]}".Split('/');
        var found = address.AbsolutePath.Split('/');
        var empty = Array.FindIndex(found, 1, part => part.Length == 0);
        if (found.Length == wanted.Length && empty < 0)
        {
            return;
        }

        var place = found.Length == wanted.Length ? wanted[empty].Trim('{', '}') : "id";
        throw InvalidRequestException.At(
            place, null, "must not be empty, a dot or two",
            $"What was given as {(place == "id" ? "an id" : place)} names nothing: it must not be empty, a dot or two. Nothing was asked.");
    }
}
