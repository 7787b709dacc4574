using System.Globalization;
using System.Text;

namespace OrleansAssets.Sandbox;

/// <summary>
/// Writes a line for each call as it arrives: epoch milliseconds, source, path with its question. A line is in the kernel before the call
/// goes on, so that a killed silo loses none; what calls were made, and what was asked twice, can be counted afterwards.
/// </summary>
internal sealed class SandboxCallLog(string path, TimeProvider clock) : IDisposable
{
    private const string Prefix = "/sandbox/";
    private const string Stream = "/stream";

    private static readonly string[] SecretNames = ["key", "token", "secret", "password"];

    private readonly Lock _lock = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Dispose() => _file.Dispose();

    /// <summary>Notes a call to a vendor's address; others pass, and streams, which are no calls of a budget.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is { } address && address.StartsWith(Prefix, StringComparison.Ordinal)
            && !address.EndsWith(Stream, StringComparison.Ordinal))
        {
            var parts = address[Prefix.Length..].Split('/', 2);
            var question = QuestionOf(context.Request.QueryString.Value ?? "");
            Write(string.Create(
                CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeMilliseconds()} {parts[0]} {address}{question}\n"));
        }

        return next(context);
    }

    /// <summary>Without keys: the sandbox asks for none, and is sent what the environment has.</summary>
    internal static string QuestionOf(string query)
    {
        var told = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part =>
        {
            var name = part.Split('=')[0];
            return !SecretNames.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }).ToArray();
        return told.Length == 0 ? "" : $"?{string.Join('&', told)}";
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            _file.Write(Encoding.UTF8.GetBytes(line));
        }
    }
}
