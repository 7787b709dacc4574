using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>Splits one text into words.</summary>
public sealed class PostReader(string source)
{
    /// <summary>A longer text is cut: no forum's post needs more to show its mood.</summary>
    public const int CharsMax = 12_000;

    /// <summary>Share of capitals among letters from which a text is shouted.</summary>
    private const double ShoutedShare = 0.6;

    private static readonly SearchValues<char> LinkEnds = SearchValues.Create(" \t\r\n)]>\"");

    private readonly StringBuilder _text = new(Math.Min(source.Length, CharsMax));
    private readonly ImmutableArray<PostWord>.Builder _words = ImmutableArray.CreateBuilder<PostWord>();
    private readonly int _length = Math.Min(source.Length, CharsMax);
    private int _at;
    private int _letters;
    private int _capitals;
    private bool _isSarcastic;

    /// <summary>Reads the whole text.</summary>
    public PostWords Read()
    {
        while (_at < _length)
        {
            Step();
        }

        var isShouted = _letters >= 8 && _capitals > _letters * ShoutedShare;
        return new PostWords(source, _text.ToString(), _words.ToImmutable(), _isSarcastic, isShouted);
    }

    private void Step()
    {
        var character = source[_at];
        if (IsQuotedLine() || IsLink())
        {
            return;
        }

        if (char.IsAsciiLetterOrDigit(character) || char.IsLetterOrDigit(character))
        {
            ReadWord(_at, PostWordKind.Word);
        }
        else if (character == '$' && _at + 1 < _length && char.IsAsciiLetter(source[_at + 1]) && !IsLetterBefore())
        {
            ReadWord(++_at, PostWordKind.Cashtag);
        }
        else if (character > '\u2000' && Rune.DecodeFromUtf16(source.AsSpan(_at), out var rune, out var length) == OperationStatus.Done)
        {
            ReadSymbol(rune, length);
        }
        else
        {
            ReadPunctuation(character);
            _at++;
        }
    }

    private bool IsLetterBefore() => _at > 0 && char.IsLetterOrDigit(source[_at - 1]);

    /// <summary>Skips a line that starts with <c>&gt;</c>: the words of another.</summary>
    private bool IsQuotedLine()
    {
        if (source[_at] != '>' || (_at > 0 && source[_at - 1] != '\n'))
        {
            return false;
        }

        var end = source.IndexOf('\n', _at);
        _at = end < 0 ? _length : end;
        return true;
    }

    /// <summary>Skips a link, an account (<c>@name</c>, <c>u/name</c>) or a forum (<c>r/name</c>).</summary>
    private bool IsLink()
    {
        var rest = source.AsSpan(_at, _length - _at);
        var isLink = !IsLetterBefore() && (
            rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase) || rest is ['@', var first, ..] && char.IsAsciiLetter(first)
            || rest is ['u' or 'r', '/', var name, ..] && char.IsAsciiLetter(name));
        if (isLink)
        {
            var end = rest.IndexOfAny(LinkEnds);
            _at += end < 0 ? rest.Length : end;
        }

        return isLink;
    }

    private void ReadWord(int start, PostWordKind kind)
    {
        var formStart = StartForm();
        var (letters, capitals, digits) = (0, 0, 0);
        for (; _at < _length && IsInWord(start, digits == _at - start); _at++)
        {
            var character = source[_at];
            if (character is '\'' or '\u2019' or ',')
            {
                continue;
            }

            letters += char.IsLetter(character) ? 1 : 0;
            capitals += char.IsUpper(character) ? 1 : 0;
            digits += char.IsAsciiDigit(character) || character == '.' ? 1 : 0;
            AppendForm(char.ToLowerInvariant(character), formStart);
        }

        if (letters == 0 && _at < _length && source[_at] == '%')
        {
            _text.Append('%');
            _at++;
        }

        _letters += kind == PostWordKind.Word ? letters : 0;
        _capitals += kind == PostWordKind.Word ? capitals : 0;
        Add(formStart, start, letters == 0 ? PostWordKind.Number : kind, letters > 1 && capitals == letters);
    }

    /// <summary>Letters and digits; an apostrophe between letters; a point or comma between digits.</summary>
    private bool IsInWord(int start, bool isNumber)
    {
        var character = source[_at];
        return char.IsLetterOrDigit(character)
            || (_at > start && _at + 1 < _length && (character is '\'' or '\u2019'
                ? char.IsLetter(source[_at + 1])
                : isNumber && character is '.' or ',' && char.IsAsciiDigit(source[_at + 1]) && char.IsAsciiDigit(source[_at - 1])));
    }

    /// <summary>A letter more than twice in a row is drawn out for effect: kept twice.</summary>
    private void AppendForm(char character, int formStart)
    {
        var length = _text.Length;
        if (length < formStart + 2 || !char.IsAsciiLetter(character) || _text[length - 1] != character || _text[length - 2] != character)
        {
            _text.Append(character);
        }
    }

    private void ReadSymbol(Rune rune, int length)
    {
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol && rune.Value >= 0x2190)
        {
            var formStart = StartForm();
            _text.Append(source, _at, length);
            Add(formStart, _at, PostWordKind.Emoji, isCapitals: false, _at + length);
        }
        else if (Rune.IsLetterOrDigit(rune))
        {
            ReadOther(length);
        }
        else if (rune.Value is 0x2014 or 0x2013)
        {
            Mark(word => word with { EndsClause = true });
        }
        else if (rune.Value == 0x2026)
        {
            Mark(word => word with { EndsClause = true, EndsSentence = true });
        }

        _at += length;
    }

    /// <summary>Letters beyond the basic plane and ideographs: kept as words of one letter, which no lexicon holds.</summary>
    private void ReadOther(int length)
    {
        var formStart = StartForm();
        _text.Append(source, _at, length);
        Add(formStart, _at, PostWordKind.Word, isCapitals: false, _at + length);
    }

    private void ReadPunctuation(char character)
    {
        switch (character)
        {
            case '.' or '\n':
                Mark(static word => word with { EndsClause = true, EndsSentence = true });
                break;
            case '?':
                Mark(static word => word with { EndsClause = true, EndsSentence = true, IsAsked = true });
                break;
            case '!':
                Mark(static word => word with { EndsClause = true, EndsSentence = true, Exclamations = word.Exclamations + 1 });
                break;
            case ',' or ';' or ':' or '(' or ')' or '[' or ']' or '"':
                Mark(static word => word with { EndsClause = true });
                break;
            case '/' when IsSarcasmMark():
                _isSarcastic = true;
                _at++;
                break;
            default:
                break;
        }
    }

    private bool IsSarcasmMark() => !IsLetterBefore() && _at + 1 < _length && source[_at + 1] is 's' or 'S'
        && (_at + 2 >= _length || !char.IsLetterOrDigit(source[_at + 2]));

    private void Mark(Func<PostWord, PostWord> change)
    {
        if (_words.Count > 0)
        {
            _words[^1] = change(_words[^1]);
        }
    }

    private int StartForm()
    {
        if (_text.Length > 0)
        {
            _text.Append(' ');
        }

        return _text.Length;
    }

    private void Add(int formStart, int sourceStart, PostWordKind kind, bool isCapitals, int? sourceEnd = null) => _words.Add(new PostWord(
        formStart, _text.Length, sourceStart, sourceEnd ?? _at, kind, isCapitals, EndsClause: false, EndsSentence: false, IsAsked: false,
        Exclamations: 0));
}
