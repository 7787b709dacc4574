using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Phases;
using OrleansAssets.Vendors;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Posts events of phases to the webhook, signed: the header X-Assets-Signature is <c>sha256=</c> and the HMAC-SHA256 of the body in hex.
/// The
/// body holds the event's id, by which a receiver tells a repetition.
/// </summary>
internal sealed class WebhookSender(
    AssetsConfiguration configuration, IVendorEndpoints environment, IHttpClientFactory clients) : INoticeSender
{
    public bool IsConfigured => configuration.Evaluation.Webhook is not null;

    public async Task<string?> SendAsync(string phaseId, PhaseEvent happened, CancellationToken cancellationToken)
    {
        if (configuration.Evaluation.Webhook is not { } webhook)
        {
            return "no webhook is configured";
        }

        if (environment.Secret(webhook.SecretVariable) is not { } secret)
        {
            return $"the environment variable {webhook.SecretVariable} is not set, so that the notice cannot be signed";
        }

        var body = Body(phaseId, happened);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Assets-Signature", Signature(body, secret));
        request.Headers.Add("X-Assets-Event", happened.Id.ToString("D"));
        try
        {
            using var client = clients.CreateClient(nameof(WebhookSender));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"the webhook answered {(int)response.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return $"the webhook cannot be reached ({exception.HttpRequestError})";
        }
        catch (OperationCanceledException)
        {
            return "the webhook did not answer in time";
        }
    }

    internal static string Signature(byte[] body, string secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    private static byte[] Body(string phaseId, PhaseEvent happened) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            id = happened.Id,
            phase = phaseId,
            action = happened.Action,
            at = happened.At,
            by = happened.By,
            notes = happened.Notes,
            verdict = happened.Evidence?.Verdict.ToString(),
            missing = happened.Evidence?.Missing.ToArray(),
        },
        JsonSerializerOptions.Web);
}
