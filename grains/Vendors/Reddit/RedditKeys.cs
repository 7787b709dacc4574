using System.Text;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>The credentials of an application at Reddit, and the name under which it must introduce itself.</summary>
internal sealed record RedditKeys(string ClientId, string Secret, string UserAgent)
{
    /// <summary>Client id and secret for HTTP Basic.</summary>
    public string Basic => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Secret}"));

    /// <summary>For errors and logs: shows neither credential.</summary>
    public override string ToString() => "RedditKeys(***)";

    /// <summary>Reads them; null where one is missing or cannot be sent, with the failure.</summary>
    public static RedditKeys? Read<T>(IVendorEndpoints endpoints, out VendorReply<T>? failure)
        where T : class
    {
        if (VendorKey.Read(endpoints, RedditVendor.Id, RedditVendor.ClientIdVariable, out failure) is not { } clientId
            || VendorKey.Read(endpoints, RedditVendor.Id, RedditVendor.SecretVariable, out failure) is not { } secret)
        {
            return null;
        }

        return new RedditKeys(clientId, secret, UserAgentOf(endpoints.Secret(RedditVendor.UsernameVariable)?.Trim()));
    }

    /// <summary>Platform, application and version, as Reddit's rules want it; agents of libraries are slowed down or refused.</summary>
    private static string UserAgentOf(string? username)
    {
        const string agent = "server:orleans-assets:0.1";
        var isName = username is { Length: > 0 and <= 20 }
            && username.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
        return isName ? $"{agent} (by /u/{username})" : agent;
    }
}
