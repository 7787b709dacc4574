using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.Catalogue;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Catalogue;

/// <summary>One place where two configurations differ.</summary>
/// <param name="Path">E.g. <c>assets.NVDA.risk.maxPosition</c>.</param>
/// <param name="Before">Null where it was absent, as is the other.</param>
public sealed record ConfigurationChange(string Path, string? Before, string? After);

/// <summary>A configuration as it is kept by its hash, and what a change of it is told as.</summary>
public static class ConfigurationContent
{
    /// <summary>The stream of the audit log that tells which configurations were applied.</summary>
    public const string Stream = "configuration";

    /// <summary>Most changes that an entry of the log lists; the others are counted, and both contents are kept.</summary>
    public const int ChangesMax = 500;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is no web page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>All of it as JSON; there is no secret in it, only names of variables.</summary>
    public static string Of(AssetsConfiguration configuration) => JsonSerializer.Serialize(configuration, Options);

    /// <summary>
    /// Names all of a configuration that decides on orders: everything but who is told, how long series are kept, and the enabled flags,
    /// which an activation writes. What is not known to be harmless counts.
    /// </summary>
    public static string HashOfLimits(AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var limits = configuration with
        {
            Classes = [.. configuration.Classes.Select(known => known with { Enabled = false })],
            Assets = [.. configuration.Assets.Select(known => known with { Enabled = false })],
            Evaluation = configuration.Evaluation with { Webhook = null },
            Notices = NoticeSettings.None,
            Retention = ImmutableSortedDictionary<string, int>.Empty,
            Hash = "",
        };
        var lines = Leaves(Of(limits)).OrderBy(leaf => leaf.Key, StringComparer.Ordinal).Select(leaf => $"{leaf.Key}={leaf.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>Where two contents differ, by path. The hash of the files is none of it: a comment changes it too.</summary>
    public static ImmutableArray<ConfigurationChange> Changes(string before, string after)
    {
        var (old, now) = (Leaves(before), Leaves(after));
        return
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal).Where(path => path != "hash")
                .Select(path => new ConfigurationChange(path, old.GetValueOrDefault(path), now.GetValueOrDefault(path)))
                .Where(change => change.Before != change.After)
                .OrderBy(change => change.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>Its values by path; of an address, which may have a secret in it, up to its host.</summary>
    /// <param name="under">Only those at this path and below it; null for all.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static ImmutableArray<ConfigurationValue> Values(string content, string? under)
    {
        var leaves = Leaves(content);
        leaves.Remove("hash");
        ImmutableArray<ConfigurationValue> found =
        [
            .. leaves.Where(leaf => under is null || leaf.Key == under || leaf.Key.StartsWith(under + ".", StringComparison.Ordinal))
                .OrderBy(leaf => leaf.Key, StringComparer.Ordinal)
                .Select(leaf => new ConfigurationValue(leaf.Key, Shown(leaf.Value))),
        ];
        return found.IsEmpty && under is not null
            ? throw UnknownId.Of(
                "part of the configuration", under, leaves.Keys.Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal))
            : found;
    }

    /// <summary>What the log says of a configuration that is applied.</summary>
    /// <param name="previous">Hash of the one before, null for the first.</param>
    public static AuditNote NoteOf(
        string hash, string? previous, ImmutableArray<ConfigurationChange> changes, DateTimeOffset at) => new(
        AuditKinds.ConfigurationApplied,
        EnabledFlag.Configuration,
        JsonSerializer.Serialize(
            new
            {
                Hash = hash,
                Previous = previous,
                Count = changes.Length,
                Changes = changes.Take(ChangesMax),
            },
            Options),
        at);

    private static string Shown(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? $"{address.Scheme}://{address.Authority}" + (address.PathAndQuery == "/" ? "" : "/...")
            : value;

    private static Dictionary<string, string> Leaves(string content)
    {
        using var document = JsonDocument.Parse(content);
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(document.RootElement, "", leaves);
        return leaves;
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, string> leaves)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Walk(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", leaves);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    Walk(item, $"{path}.{NameOf(item) ?? index.ToString(CultureInfo.InvariantCulture)}", leaves);
                }

                break;
            case JsonValueKind.Null:
                break; // as absent
            default:
                leaves[path] = element.ToString();
                break;
        }
    }

    // Entries are known by their names, so that one that is inserted does not move all others. Of scalars the place is the name.
    private static string? NameOf(JsonElement item)
    {
        foreach (var name in item.ValueKind == JsonValueKind.Object ? ["id", "name", "kind", "sourceId"] : ImmutableArray<string>.Empty)
        {
            if (item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString();
            }
        }

        return null;
    }
}
