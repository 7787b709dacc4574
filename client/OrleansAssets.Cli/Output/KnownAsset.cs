using OrleansAssets.Api;
using OrleansAssets.Domain;

namespace OrleansAssets.Cli.Output;

/// <summary>Whether there is an asset by which an answer is looked through: of a misspelt one nothing would be shown.</summary>
internal static class KnownAsset
{
    /// <exception cref="NotFoundException">There is none, neither as an asset nor as a pair of conversion.</exception>
    public static async Task RequireAsync(AssetsApi client, string? id, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            return;
        }

        var (assets, pairs) = (client.Catalogue.GetAssetsAsync(cancellationToken), client.Catalogue.GetConversionsAsync(cancellationToken));
        string[] known = [.. (await assets).Concat(await pairs).Select(asset => asset.Definition.Id)];
        if (!known.Contains(id, StringComparer.Ordinal))
        {
            throw UnknownId.Of("asset", id, known);
        }
    }
}
