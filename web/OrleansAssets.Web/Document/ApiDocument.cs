using System.Security.Cryptography;
using Microsoft.OpenApi;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Operations;
using Scalar.AspNetCore;

namespace OrleansAssets.Web.Document;

/// <summary>The document of the API (OpenAPI 3.1), written from the code, and a page to read and try it by.</summary>
internal static class ApiDocument
{
    /// <summary>What the document is called.</summary>
    public const string Name = "v1";

    /// <summary>Where the document is.</summary>
    public const string Address = "/openapi/v1.json";

    /// <summary>Where people read it. Its script comes with the product; nothing is fetched from elsewhere.</summary>
    public const string Reference = "/reference";

    private const string Proof = "token";

    private const string Introduction = """
        Assets, phases, portfolios, orders, sources and the audit log of an OrleansAssets installation.

        Money is in the portfolio's currency unless it says US dollars; prices are in each asset's own quote currency; fractions are
        fractions (0.05 is 5 %); times are UTC. Decimals are JSON numbers and mean what they say to the last digit.

        An id with a slash is written with %2F: /api/v1/assets/BTC%2FUSDT.

        What goes wrong is answered as application/problem+json: a code for programs, a sentence for people, and every fault of the request
        at once. Where outcomeUnknown is true, repeat the request with the same id, or look first.
        """;

    public static IServiceCollection AddAssetsDocument(this IServiceCollection services) => services.AddSingleton<WrittenDocument>()
        .AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<Operation>().Any();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "OrleansAssets", Version = "v1", Description = Introduction };
            TellProof(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, _, _) =>
        {
            // What may be null may be left out: so the requests are read.
            schema.Required?.ExceptWith(schema.Properties?.Where(one => MayBeNull(one.Value)).Select(one => one.Key).ToArray() ?? []);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata.OfType<Operation>().Single();
            var role = $"Needs the role {metadata.Role.ToString().ToLowerInvariant()}.";
            operation.Description = operation.Description is { Length: > 0 } text ? $"{text} {role}" : role;
            operation.Parameters?.OfType<OpenApiParameter>().ToList().ForEach(ParameterWords.Put);
            BodyExamples.Put(operation, metadata.Name);
            return Task.CompletedTask;
        });
    });

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(MayBeNull) == true;

    /// <summary>Says how a caller proves who he is: nobody could write a client without it.</summary>
    private static void TellProof(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Proof] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token of the installation (oat_...), or an access token of its issuer of OpenID Connect.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Proof, document)] = [] }];
    }

    public static void MapAssetsDocument(this WebApplication app)
    {
        app.MapGet(Address, (WrittenDocument document, CancellationToken stop) => document.AnswerAsync(stop));
        app.MapScalarApiReference(Reference, (page, context) => page.WithTitle("OrleansAssets API").WithNonce(NonceOf(context))
            .DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry());
    }

    /// <summary>
    /// What the page of the document may do: run its own scripts, the one that stands in it by a number that holds once, and ask this host.
    /// </summary>
    public static void UseReferenceHeaders(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(Reference, StringComparison.Ordinal),
        reference => reference.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{NonceOf(context)}'; style-src 'self' 'unsafe-inline'; "
                + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
                + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        }));

    private static string NonceOf(HttpContext context)
    {
        if (context.Items[typeof(ApiDocument)] is not string nonce)
        {
            context.Items[typeof(ApiDocument)] = nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        }

        return nonce;
    }

    /// <summary>Says of every endpoint of a group which problems it may answer.</summary>
    public static RouteGroupBuilder WithProblems(this RouteGroupBuilder group)
    {
        foreach (var status in Problems)
        {
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), [ApiProblem.ContentType]));
        }

        return group;
    }

    /// <summary>Says of an endpoint that takes a body which problems that may have.</summary>
    public static void AddBodyProblems(EndpointBuilder builder)
    {
        foreach (var status in ProblemsOfBodies)
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), [ApiProblem.ContentType]));
        }
    }

    private static readonly int[] Problems =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status403Forbidden,
        StatusCodes.Status404NotFound,
        StatusCodes.Status422UnprocessableEntity,
        StatusCodes.Status429TooManyRequests,
        StatusCodes.Status500InternalServerError,
        StatusCodes.Status503ServiceUnavailable,
        StatusCodes.Status504GatewayTimeout,
    ];

    private static readonly int[] ProblemsOfBodies = [StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];
}
