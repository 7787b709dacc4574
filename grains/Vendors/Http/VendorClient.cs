using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansAssets.Vendors.Http;

/// <summary>The one way to a vendor: its key, one call, the failure that the reply states, and what is read of it.</summary>
internal sealed class VendorClient<TApi>(
    VendorDescriptor vendor, VendorTerms terms, Func<TApi> api, VendorHttp http, IVendorEndpoints endpoints)
    where TApi : class
{
    /// <summary>
    /// A client of what is registered. The typed client is made anew for each call: an address may become known after start-up.
    /// </summary>
    public static VendorClient<TApi> Of(IServiceProvider services, VendorDescriptor vendor, VendorTerms terms) => new(
        vendor, terms, services.GetRequiredService<TApi>, services.GetRequiredService<VendorHttp>(),
        services.GetRequiredService<IVendorEndpoints>());

    /// <summary>All of the vendor's keys.</summary>
    public VendorReply<VendorKeys> ReadKeys() => ReadKeys(vendor.KeyVariables);

    /// <summary>Those of its keys that a call needs.</summary>
    public VendorReply<VendorKeys> ReadKeys(params IEnumerable<string> variables)
        => VendorKeys.Read(endpoints, vendor.SourceId, variables);

    /// <summary>Asks with all of the vendor's keys for JSON.</summary>
    public Task<VendorReply<T>> AskAsync<T>(
        Asked asked,
        Func<TApi, VendorKeys, CancellationToken, Task<HttpResponseMessage>> call,
        Func<VendorAnswer, JsonElement, VendorReply<T>> parse,
        CancellationToken cancellationToken)
        where T : class => AskAsync(ReadKeys(), asked, call, parse, cancellationToken);

    /// <summary>Asks for JSON.</summary>
    /// <param name="keys">Or why there are none.</param>
    /// <param name="parse">Reads the body of a reply that states no failure.</param>
    public Task<VendorReply<T>> AskAsync<T>(
        VendorReply<VendorKeys> keys,
        Asked asked,
        Func<TApi, VendorKeys, CancellationToken, Task<HttpResponseMessage>> call,
        Func<VendorAnswer, JsonElement, VendorReply<T>> parse,
        CancellationToken cancellationToken)
        where T : class => AskForFileAsync(
            keys, asked, call, answer => answer.Json is { } json ? parse(answer, json) : answer.Malformed("is no JSON"), cancellationToken);

    /// <summary>Asks for anything.</summary>
    public async Task<VendorReply<T>> AskForFileAsync<T>(
        VendorReply<VendorKeys> keys,
        Asked asked,
        Func<TApi, VendorKeys, CancellationToken, Task<HttpResponseMessage>> call,
        Func<VendorAnswer, VendorReply<T>> parse,
        CancellationToken cancellationToken)
        where T : class
    {
        if (keys.Value is not { } held)
        {
            return keys.With<T>(null);
        }

        var reply = await FetchAsync((client, token) => call(client, held, token), cancellationToken);
        return reply.Value is { } exchange ? Read(exchange, asked, held, parse) : reply.With<T>(null);
    }

    /// <summary>Makes a call, and reads nothing of its response yet.</summary>
    public Task<VendorReply<VendorExchange>> FetchAsync(
        Func<TApi, CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
        => http.SendAsync(vendor.SourceId, token => call(api(), token), cancellationToken);

    /// <summary>Reads a response, which may have been kept.</summary>
    public VendorReply<T> Read<T>(VendorExchange exchange, Asked asked, VendorKeys keys, Func<VendorAnswer, VendorReply<T>> parse)
        where T : class
    {
        using var answer = new VendorAnswer(vendor, terms, exchange, asked, keys);
        var reply = terms.FailureOf(answer) is { } failure ? failure : parse(answer);
        return reply with { StatedUses = terms.StatedUses(exchange) };
    }
}

/// <summary>A vendor's credentials, in the order of their variables; read at each call so that a new one counts at once.</summary>
/// <param name="Secrets">What no error may show: the credentials, and what is made of them.</param>
internal sealed record VendorKeys(ImmutableArray<string> Secrets)
{
    /// <summary>What the sandbox is sent instead of a credential: it takes any that is not empty.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>Of a vendor that takes none.</summary>
    public static readonly VendorKeys None = new(ImmutableArray<string>.Empty);

    /// <summary>A credential by the place of its variable.</summary>
    public string this[int index] => Secrets[index];

    /// <summary>The first one as a header.</summary>
    public string Bearer => "Bearer " + Secrets[0];

    /// <summary>For errors and logs: shows none.</summary>
    public override string ToString() => "VendorKeys(***)";

    /// <summary>The same, with more that no error may show.</summary>
    public VendorKeys With(params IEnumerable<string> secrets) => new(Secrets.AddRange(secrets));

    /// <summary>Reads them; a failure where one is missing or cannot be sent.</summary>
    public static VendorReply<VendorKeys> Read(IVendorEndpoints endpoints, string sourceId, params IEnumerable<string> variables)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        foreach (var variable in variables)
        {
            var value = endpoints.Mode == "sandbox" ? Sandbox : endpoints.Secret(variable)?.Trim();
            if (string.IsNullOrEmpty(value))
            {
                return new VendorFailure(
                    FeedResult.KeyMissing, $"{sourceId} needs the environment variable {variable}, which is not set.");
            }

            if (value.Any(character => character is <= ' ' or > '~'))
            {
                return new VendorFailure(
                    FeedResult.KeyRejected,
                    $"The environment variable {variable} holds characters that no key of {sourceId} has; set it anew.");
            }

            keys.Add(value);
        }

        return VendorReplies.Ok(new VendorKeys(keys.DrainToImmutable()));
    }
}
