using System.Collections.Immutable;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>How the files of one program or vendor are laid out: which columns mean what, and in which units they are.</summary>
/// <param name="Name">As <c>--layout</c> takes it.</param>
/// <param name="Kind">What its rows are.</param>
/// <param name="From">Whose files they are, for people.</param>
/// <param name="Columns">Our columns and what they are called there.</param>
internal sealed record Layout(string Name, ImportKind Kind, string From, ImmutableArray<LayoutColumn> Columns)
{
    /// <summary>Headers that tell the layout from others: all of them are in its files.</summary>
    public ImmutableArray<string> Signature { get; init; } = [];

    /// <summary>Headers that its files do not have.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>Our own: names are taken as they are written, and one that is nearly right is told.</summary>
    public bool IsOwn { get; init; }

    /// <summary>How many numbers a row of a file without a header has; null where there is always a header.</summary>
    public int? BareColumns { get; init; }

    /// <summary>Values of the column <c>kind</c> whose rows are read; others are left aside and counted. Empty: all are read.</summary>
    public ImmutableArray<string> KeptKinds { get; init; } = [];

    /// <summary>
    /// Kinds of rows that are trades and tell a cost beside, or nothing but what holding cost: only the column <c>more_amount</c> is read
    /// of them, as financing of the asset that they name, and one without any is left aside.
    /// </summary>
    public ImmutableArray<string> CostKinds { get; init; } = [];

    /// <summary>What the column <c>kind</c> is called in words, where its values alone say nothing.</summary>
    public string? KindName { get; init; }

    /// <summary>Their words for kinds of events, and ours; others are left aside and counted. Empty: the words are ours.</summary>
    public ImmutableArray<(string Theirs, string Ours)> KindWords { get; init; } = [];

    /// <summary>First cells of lines below the header that are headers too.</summary>
    public ImmutableArray<string> MoreHeaders { get; init; } = [];

    /// <summary>Zone of times that name no offset, by its IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Whether quantities and fees have their unit in the cell, e.g. <c>0.01BTC</c>.</summary>
    public bool UnitsInCells { get; init; }

    /// <summary>Whether quantities are lots rather than units.</summary>
    public bool InLots { get; init; }

    /// <summary>Whether a fee that was paid is below 0.</summary>
    public bool FeesAreNegative { get; init; }

    /// <summary>Currency of fees that no column names; null is the asset's quote currency.</summary>
    public string? FeeCurrency { get; init; }

    /// <summary>What a reader of these files should know; said with what was detected.</summary>
    public string? Note { get; init; }

    /// <summary>Whether a line is the header of such a file.</summary>
    public bool Matches(IReadOnlyList<string> line) =>
        !Signature.IsEmpty && Signature.All(name => line.Any(cell => Same(cell, name)))
        && !Without.Any(name => line.Any(cell => Same(cell, name)));

    /// <summary>Where a column of ours is in a header; -1 where it is not.</summary>
    public int PositionOf(string column, IReadOnlyList<string> header)
    {
        foreach (var name in Columns.FirstOrDefault(one => one.Name == column)?.Headers ?? [])
        {
            for (var position = 0; position < header.Count; position++)
            {
                if (Same(header[position], name))
                {
                    return position;
                }
            }
        }

        return -1;
    }

    /// <summary>Whether a header is a name; case does not matter and, but for our own layouts, nor do signs.</summary>
    public bool Same(string header, string name) => IsOwn
        ? string.Equals(header.Trim(), name, StringComparison.OrdinalIgnoreCase)
        : string.Equals(Plain(header), Plain(name), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}

/// <summary>A column of ours in a layout.</summary>
/// <param name="Name">Our name.</param>
/// <param name="Headers">Its names there, the first one that a file has counts; an empty one is a column without a name.</param>
internal sealed record LayoutColumn(string Name, ImmutableArray<string> Headers)
{
    public static LayoutColumn Of(string name, params ImmutableArray<string> headers) => new(name, headers.IsEmpty ? [name] : headers);
}
