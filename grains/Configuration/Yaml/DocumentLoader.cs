using System.Text;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>Turns a file into a <see cref="Document"/>; whatever is wrong with the file becomes a fault.</summary>
internal static class DocumentLoader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file; the bytes are empty where it could not be read.</summary>
    internal static (Document Document, byte[] Bytes) Load(string directory, string file)
    {
        var document = new Document(ConfigurationFiles.DisplayName(directory, file)) { IsComplete = true };
        var bytes = ReadBytes(document, Path.Combine(directory, file));
        if (bytes is not null && Decode(document, bytes) is { } text)
        {
            Parse(document, text);
        }
        else
        {
            document.IsComplete = false;
        }

        return (document, bytes ?? []);
    }

    private static byte[]? ReadBytes(Document document, string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var buffer = new byte[ConfigurationFiles.BytesMax + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length <= ConfigurationFiles.BytesMax)
            {
                return buffer[..length];
            }

            WholeFile(document, $"more than {ConfigurationFiles.BytesMax} bytes", $"must be at most {ConfigurationFiles.BytesMax} bytes");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            WholeFile(document, "no such file", "must exist; restore it or name the right directory");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WholeFile(document, $"a file that cannot be read ({exception.GetType().Name})", "must be a file that this user may read");
        }

        return null;
    }

    private static string? Decode(Document document, byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            var before = bytes.AsSpan(0, Math.Clamp(exception.Index, 0, bytes.Length));
            var place = new Place(before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
            document.SyntaxFault(place, "a byte that is no UTF-8", "must be text in UTF-8");
            return null;
        }
    }

    private static void Parse(Document document, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            WholeFile(document, "an empty file", "must hold the settings described in docs/configuration.md");
            return;
        }

        new TreeBuilder(document, TextLines.Check(document, text)).Build();
    }

    private static void WholeFile(Document document, string found, string rule)
    {
        document.SyntaxFault(new Place(1, 1), found, rule);
    }
}
