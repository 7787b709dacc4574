using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>
/// YamlDotNet's parser, whose scanner answers some malformed texts (a list that is never closed, for one) with an
/// <see cref="InvalidOperationException"/>: here every malformed text is a <see cref="YamlException"/> with a place.
/// </summary>
internal sealed class CarefulParser : IParser
{
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    internal CarefulParser(TextReader text)
    {
        _scanner = new Scanner(text, skipComments: true);
        _parser = new Parser(_scanner);
    }

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            var place = _scanner.CurrentPosition;
            throw new YamlException(place, place, "While scanning, found text that fits nowhere", exception);
        }
    }
}
