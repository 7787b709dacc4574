using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>The vocabulary of the forums, from <c>lexicon.txt</c>.</summary>
public sealed class Lexicon
{
    private readonly FrozenDictionary<string, LexiconEntry>.AlternateLookup<ReadOnlySpan<char>> _entries;

    private Lexicon(Dictionary<string, LexiconEntry> entries)
        => _entries = entries.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The one that ships.</summary>
    public static Lexicon Shipped { get; } = ReadShipped();

    /// <summary>Number of phrases.</summary>
    public int Count => _entries.Dictionary.Count;

    /// <summary>
    /// The longest phrase that starts at a word and stays within its sentence; none has <see cref="PhraseRoles.None"/>.
    /// </summary>
    /// <param name="last">The phrase's last word.</param>
    public LexiconEntry Find(PostWords words, int first, out int last)
    {
        last = first;
        if (!_entries.TryGetValue(words.FormOf(first), out var single))
        {
            return default;
        }

        var furthest = first;
        while (furthest + 1 < words.Words.Length && furthest - first + 1 < single.WordsMax && !words.Words[furthest].EndsSentence)
        {
            furthest++;
        }

        for (last = furthest; last > first; last--)
        {
            if (_entries.TryGetValue(words.PhraseOf(first, last), out var phrase) && phrase.Roles != PhraseRoles.None)
            {
                return phrase;
            }
        }

        return single;
    }

    /// <summary>Reads a lexicon.</summary>
    /// <exception cref="FormatException">A line is not of the documented form.</exception>
    public static Lexicon Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var entries = new Dictionary<string, LexiconEntry>(StringComparer.Ordinal);
        var (section, number) = (string.Empty, 0);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
                continue;
            }

            ReadLine(entries, section, line, number);
        }

        return new Lexicon(entries);
    }

    private static void ReadLine(Dictionary<string, LexiconEntry> entries, string section, string line, int number)
    {
        var (role, figures) = section switch
        {
            "words" or "emoji" => (PhraseRoles.Weighs, 1),
            "positions" => (PhraseRoles.Position, 2),
            "opens" => (PhraseRoles.Opens, 0),
            "closes" => (PhraseRoles.Closes, 0),
            "suffers" => (PhraseRoles.Suffers, 0),
            "thrives" => (PhraseRoles.Thrives, 0),
            "negators" => (PhraseRoles.Negates, 0),
            "boosters" => (PhraseRoles.Boosts, 1),
            "moves" => (PhraseRoles.Moves, 1),
            "contrasts" => (PhraseRoles.Contrasts, 0),
            "mocks" => (PhraseRoles.Mocks, 0),
            _ => throw new FormatException($"Line {number} of the lexicon is in no known section: '{section}'."),
        };
        var parts = line.Split(' ', figures + 1);
        var values = new double[2];
        for (var index = 0; index < figures; index++)
        {
            if (parts.Length <= figures
                || !double.TryParse(parts[index], NumberStyles.Float, CultureInfo.InvariantCulture, out values[index]))
            {
                throw new FormatException($"Line {number} of the lexicon needs {figures} numbers and a phrase: '{line}'.");
            }
        }

        var entry = role switch
        {
            PhraseRoles.Boosts => new LexiconEntry(0, values[0], role, 0),
            _ => new LexiconEntry(values[0], values[1], role, 0),
        };
        foreach (var form in FormsOf(parts[^1]))
        {
            Add(entries, form, entry);
        }
    }

    /// <summary>"crash/es/ed" is crash, crashes and crashed; the slash stands in the last word that has forms.</summary>
    private static IEnumerable<string> FormsOf(string phrase)
    {
        var slash = phrase.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return [phrase];
        }

        var blank = phrase.IndexOf(' ', slash);
        var (stem, rest) = (phrase[..slash], blank < 0 ? string.Empty : phrase[blank..]);
        var endings = phrase[(slash + 1)..(blank < 0 ? phrase.Length : blank)].Split('/');
        return endings.Prepend(string.Empty).Select(ending => stem + ending + rest);
    }

    private static void Add(Dictionary<string, LexiconEntry> entries, string phrase, LexiconEntry entry)
    {
        var known = entries.GetValueOrDefault(phrase);
        entries[phrase] = new LexiconEntry(
            (entry.Roles & (PhraseRoles.Weighs | PhraseRoles.Position | PhraseRoles.Moves)) != PhraseRoles.None
                ? entry.Weight
                : known.Weight,
            (entry.Roles & (PhraseRoles.Position | PhraseRoles.Boosts)) != PhraseRoles.None ? entry.Factor : known.Factor,
            known.Roles | entry.Roles,
            Math.Max(known.WordsMax, 1));
        var words = phrase.Split(' ');
        if (words.Length > 1)
        {
            var first = entries.GetValueOrDefault(words[0]);
            entries[words[0]] = first with { WordsMax = Math.Max(first.WordsMax, words.Length) };
        }
    }

    private static Lexicon ReadShipped()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("OrleansAssets.Domain.Sentiment.lexicon.txt")
            ?? throw new InvalidOperationException("The assembly lacks its lexicon.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}

/// <summary>What the lexicon says of a phrase.</summary>
/// <param name="Weight">From -3 (bearish) to +3 (bullish).</param>
/// <param name="Factor">For a position its weight where a verb governs it; for a booster what it multiplies by.</param>
/// <param name="Roles">What else the phrase is.</param>
/// <param name="WordsMax">Most words of a phrase that starts with this one's first word; set on single words only.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LexiconEntry(double Weight, double Factor, PhraseRoles Roles, int WordsMax);

/// <summary>The parts that phrases play; one phrase may play several.</summary>
[Flags]
public enum PhraseRoles
{
    None = 0,

    /// <summary>It has a weight of its own.</summary>
    Weighs = 1,

    /// <summary>A position: calls, puts, shares.</summary>
    Position = 2,

    /// <summary>A verb of taking a position.</summary>
    Opens = 4,

    /// <summary>A verb of giving a position up.</summary>
    Closes = 8,

    /// <summary>What a position suffers.</summary>
    Suffers = 16,

    /// <summary>It turns what follows into its opposite.</summary>
    Negates = 32,

    /// <summary>It strengthens or weakens what follows.</summary>
    Boosts = 64,

    /// <summary>A direction that counts only before a number.</summary>
    Moves = 128,

    /// <summary>What follows outweighs what came before.</summary>
    Contrasts = 256,

    /// <summary>Praise that follows is meant as blame.</summary>
    Mocks = 512,

    /// <summary>What does a position good.</summary>
    Thrives = 1024,
}
