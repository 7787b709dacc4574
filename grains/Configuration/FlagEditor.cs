using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration;

/// <summary>Changes the <c>enabled</c> flags in the text of assets_config.yaml and not one byte beside them.</summary>
public static class FlagEditor
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The flags as they stand; those that the file has not are left out.</summary>
    public static ImmutableArray<FileFlag> Read(byte[] bytes, IEnumerable<FileFlag> wanted)
    {
        var text = StrictUtf8.GetString(bytes);
        var root = Parse(text, out _);
        return [.. from flag in wanted
                   let node = Find(root, flag)
                   where node is { IsQuoted: false, Text: "true" or "false" }
                   select flag with { Enabled = node.Text == "true" }];
    }

    /// <summary>The file with these flags, or what stands in the way.</summary>
    public static (byte[] Bytes, string? Fault) Edit(byte[] bytes, IReadOnlyCollection<FileFlag> flags)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return (bytes, "the file is no UTF-8");
        }

        var root = Parse(text, out var fault);
        if (fault is not null)
        {
            return (bytes, fault);
        }

        var edits = new List<(int At, string Old, string New)>();
        var starts = LineStarts(text);
        foreach (var flag in flags)
        {
            if (Find(root, flag) is not { IsQuoted: false, Text: "true" or "false" } node)
            {
                return (bytes, $"{flag.Kind}.{flag.Id}.enabled is not there as true or false");
            }

            edits.Add((starts[node.Place.Line - 1] + node.Place.Column - 1, node.Text, flag.Enabled ? "true" : "false"));
        }

        return Replace(text, edits) is { } edited
            ? (StrictUtf8.GetBytes(edited), null)
            : (bytes, "a flag does not stand where it was read; change the file by hand");
    }

    private static string? Replace(string text, IEnumerable<(int At, string Old, string New)> edits)
    {
        var edited = new StringBuilder(text);
        foreach (var (at, old, replacement) in edits.OrderByDescending(edit => edit.At))
        {
            if (at < 0 || at + old.Length > text.Length || string.CompareOrdinal(text, at, old, 0, old.Length) != 0)
            {
                return null;
            }

            edited.Remove(at, old.Length).Insert(at, replacement);
        }

        return edited.ToString();
    }

    private static MapNode? Parse(string text, out string? fault)
    {
        var document = new Document(ConfigurationFiles.Assets) { IsComplete = true };
        new TreeBuilder(document, TextLines.Check(document, text.TrimStart('\uFEFF'))).Build();
        fault = document.Faults().FirstOrDefault()?.ToString();
        return document.Root;
    }

    private static ScalarNode? Find(MapNode? root, FileFlag flag) =>
        root?.Find(flag.Kind)?.Value is MapNode kind && kind.Find(flag.Id)?.Value is MapNode entry
            ? entry.Find("enabled")?.Value as ScalarNode
            : null;

    // Lines end where the reader ends them; a byte-order mark stands before the first.
    private static List<int> LineStarts(string text)
    {
        var starts = new List<int> { text.StartsWith('\uFEFF') ? 1 : 0 };
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '\n' or '\f' or '\u0085' or '\u2028' or '\u2029'
                || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                starts.Add(at + 1);
            }
        }

        return starts;
    }
}
