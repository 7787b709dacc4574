using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Importing;

/// <summary>How one kind of file is read: its columns, and a row of it. One instance reads a file once: it remembers what it saw.</summary>
internal abstract class RowFormat<T>
    where T : class
{
    /// <summary>The columns a file may have, in the order of the documentation.</summary>
    public abstract IReadOnlyList<ColumnRule> Columns { get; }

    /// <summary>Reads and checks a row.</summary>
    /// <param name="fields">The row's values, by position in <see cref="Columns"/>.</param>
    /// <param name="faults">Takes every fault; the row is good where none is added.</param>
    public abstract T? Read(RowFields fields, List<RowFault> faults);

    /// <summary>Whether a good row is odd enough to be counted as a warning.</summary>
    public virtual bool IsOdd(T row) => false;
}

/// <summary>A column that a kind of file has.</summary>
internal sealed record ColumnRule(string Name, bool Required);
