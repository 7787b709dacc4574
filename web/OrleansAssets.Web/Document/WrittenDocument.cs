using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace OrleansAssets.Web.Document;

/// <summary>The document of the API as it is sent: it is of the code alone, and so written once, however often it is asked for.</summary>
internal sealed class WrittenDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider documents) : IDisposable
{
    private const string ContentType = "application/json; charset=utf-8";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Written? _written;

    /// <summary>The document, or that it is the one that the caller has.</summary>
    public async Task<IResult> AnswerAsync(CancellationToken cancellationToken)
    {
        var written = _written ?? await WriteAsync(cancellationToken);
        return TypedResults.Bytes(written.Text, ContentType, entityTag: written.Tag);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Written> WriteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_written is { } known)
            {
                return known;
            }

            var document = await documents.GetOpenApiDocumentAsync(cancellationToken);
            using var text = new MemoryStream();
            await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
            var bytes = text.ToArray();
            return _written = new Written(
                bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""));
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Written(byte[] Text, EntityTagHeaderValue Tag);
}
