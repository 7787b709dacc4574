using OrleansAssets.Domain.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>
/// Builds the tree of a file from YamlDotNet's events. Unlike the library's own model it goes on after a key that is given twice,
/// and bounds the nesting, so that no file can exhaust the stack.
/// </summary>
internal sealed class TreeBuilder(Document document, string text)
{
    private const int DepthMax = 12;

    private readonly CarefulParser _parser = new(new StringReader(text));

    /// <summary>Fills the document's root, as far as the syntax is right.</summary>
    internal void Build()
    {
        try
        {
            _parser.Consume<StreamStart>();
            if (!_parser.TryConsume<DocumentStart>(out _))
            {
                document.SyntaxFault(new Place(1, 1), "only comments", "must hold the settings described in docs/configuration.md");
                return;
            }

            ReadNode("", 1, node => document.Root = AsRoot(node));
            _parser.Consume<DocumentEnd>();
            if (_parser.TryConsume<DocumentStart>(out var second))
            {
                document.Fault(PlaceOf(second.Start), "", "a second document", "must hold one document; remove the '---'");
            }
        }
        catch (YamlException exception)
        {
            // The text itself is not repeated: it could be a credential.
            var place = PlaceOf(exception.Start);
            document.SyntaxFault(place, "text that breaks the syntax", $"must be YAML: {exception.Message.TrimEnd('.')}");
        }
    }

    private MapNode? AsRoot(ConfigNode node)
    {
        if (node is MapNode map)
        {
            return map;
        }

        document.SyntaxFault(node.Place, node.Describe(), "must be a map of keys, as described in docs/configuration.md");
        return null;
    }

    // The node is handed over before its children are read, so that a syntax error further on does not lose it.
    private void ReadNode(string path, int depth, Action<ConfigNode> attach)
    {
        var next = _parser.Consume<ParsingEvent>();
        var place = PlaceOf(next.Start);
        if (depth > DepthMax)
        {
            throw new YamlException(next.Start, next.End, $"Nested deeper than {DepthMax} levels");
        }

        CheckPlain(next, place, path);
        switch (next)
        {
            case Scalar scalar:
                attach(new ScalarNode(place, scalar.Value, scalar.Style != ScalarStyle.Plain));
                break;
            case SequenceStart:
                var list = new ListNode(place);
                attach(list);
                ReadItems(list, path, depth);
                break;
            case MappingStart:
                var map = new MapNode(place);
                attach(map);
                ReadEntries(map, path, depth);
                break;
            default:
                attach(new ReportedNode(place));
                break;
        }
    }

    private void ReadItems(ListNode list, string path, int depth)
    {
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            ReadNode($"{path}[{list.Items.Count}]", depth + 1, list.Items.Add);
        }
    }

    private void ReadEntries(MapNode map, string path, int depth)
    {
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var scalar))
            {
                var wrong = _parser.Current;
                throw new YamlException(wrong?.Start ?? Mark.Empty, wrong?.End ?? Mark.Empty, "A key must be a plain name");
            }

            var key = new ScalarNode(PlaceOf(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain);
            var keyPath = path.Length == 0 ? key.Text.Printable() : $"{path}.{key.Text.Printable()}";
            ReadNode(keyPath, depth + 1, value => AddEntry(map, key, value, keyPath));
        }
    }

    private void AddEntry(MapNode map, ScalarNode key, ConfigNode value, string path)
    {
        if (!map.Add(new MapEntry(key, value)))
        {
            var first = map.Find(key.Text)?.Key.Place.Line;
            document.Fault(key.Place, path, $"'{key.Text.Printable()}' again", $"must be given once; it stands on line {first} already");
        }
    }

    // Flags are edited in place when a phase is activated: a value that stands somewhere else could not be.
    private void CheckPlain(ParsingEvent next, Place place, string path)
    {
        if (next is AnchorAlias alias)
        {
            document.Fault(place, path, $"the alias '*{alias.Value}'", "must be written out; aliases are not allowed");
        }
        else if (next is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            document.Fault(place, path, $"the anchor '&{anchored.Anchor}'", "must have no anchor; aliases are not allowed");
        }
        else if (next is NodeEvent { Tag: { IsEmpty: false } tag })
        {
            document.Fault(place, path, $"the tag '{tag}'", "must have no tag");
        }
    }

    private static Place PlaceOf(in Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
}
