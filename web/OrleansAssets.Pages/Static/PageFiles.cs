using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace OrleansAssets.Pages.Static;

/// <summary>Style, script and icon, out of the assembly. An address has the hash of what it gives, so that browsers may keep it.</summary>
internal static class PageFiles
{
    public const string Root = "/_look";

    private static readonly (string Name, string Type)[] Known =
    [
        ("app.css", "text/css; charset=utf-8"), ("app.js", "text/javascript; charset=utf-8"), ("icon.svg", "image/svg+xml"),
    ];

    private static readonly Dictionary<string, PageFile> Files = Known.Select(known => Read(known.Name, known.Type))
        .ToDictionary(file => file.Name, StringComparer.Ordinal);

    /// <summary>The address of a file.</summary>
    public static string Of(string name) => $"{Root}/{name}?{Files[name].Hash}";

    public static Results<FileContentHttpResult, NotFound> Answer(string name, HttpContext context)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            return TypedResults.NotFound();
        }

        var current = context.Request.QueryString.Value == "?" + file.Hash;
        context.Response.Headers.CacheControl = current ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.File(file.Content, file.Type, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
    }

    private static PageFile Read(string name, string type)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its file {name}.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var content = memory.ToArray();
        return new PageFile(name, type, content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private sealed record PageFile(string Name, string Type, byte[] Content, string Hash);
}
