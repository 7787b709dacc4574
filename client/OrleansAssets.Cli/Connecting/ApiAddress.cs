using System.Collections.Immutable;
using OrleansAssets.Hosting;

namespace OrleansAssets.Cli.Connecting;

/// <summary>Where the API of an installation is, and by which token it is asked.</summary>
/// <param name="Places">Base addresses of its silos, tried in turn; one at least.</param>
/// <param name="Origin">Where we know them from, in words.</param>
/// <param name="Token">By which the silo knows who asks; null where none is known.</param>
/// <param name="Run">The run file, where the address is from one.</param>
internal sealed record ApiAddress(ImmutableArray<Uri> Places, string Origin, string? Token, RunFile? Run = null)
{
    /// <summary>The places in words.</summary>
    public string Place => string.Join(", ", Places.Select(place => place.GetLeftPart(UriPartial.Authority)));

    /// <summary>Reads addresses with commas between them.</summary>
    /// <returns>The addresses, or what is wrong.</returns>
    public static (ImmutableArray<Uri> Places, string? Fault) Parse(string text)
    {
        var places = ImmutableArray.CreateBuilder<Uri>();
        foreach (var one in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(one, UriKind.Absolute, out var place) || place.Scheme is not ("http" or "https")
                || place.PathAndQuery != "/" || place.UserInfo.Length > 0)
            {
                return ([], $"'{one}' is no address of a silo: it must read like https://assets.example:8443 or http://127.0.0.1:8080.");
            }

            if (place.Scheme == "http" && !place.IsLoopback)
            {
                return ([], $"'{one}' would send your token readable over the network: use https, or a tunnel to this machine.");
            }

            places.Add(place);
        }

        return (places.ToImmutable(), null);
    }
}
