using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Api.Problems;
using OrleansAssets.MarketData;
using OrleansAssets.Web.Document;

namespace OrleansAssets.Web.Requests;

/// <summary>Candles as the body of a request: a list in JSON as any rows, or the lines of <see cref="CandleLines"/>.</summary>
internal sealed class CandlesBody : IBindableFromHttpContext<CandlesBody>, IEndpointParameterMetadataProvider
{
    private CandlesBody(ImmutableArray<Candle> value) => Value = value;

    public ImmutableArray<Candle> Value { get; }

    /// <exception cref="RequestFaultException">They cannot be read.</exception>
    public static async ValueTask<CandlesBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var kind) || kind.MediaType != CandleLines.MediaType)
        {
            return await Rows<Candle>.BindAsync(context, parameter) is { } rows ? new CandlesBody(rows.Value) : null;
        }

        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted); // as long as the limit of the body allows
        return CandleLines.TryRead(body.GetBuffer().AsSpan(0, (int)body.Length), out var candles, out var fault)
            ? new CandlesBody(candles)
            : throw RequestFaultException.OfBody(new RequestFault($"line {fault.Line} of the body", null, fault.Rule));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json", CandleLines.MediaType], typeof(Candle[])));
        ApiDocument.AddBodyProblems(builder);
    }
}
