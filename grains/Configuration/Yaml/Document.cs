using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>One file: what was read of it, and what is wrong with it.</summary>
internal sealed class Document(string name)
{
    internal const string Nothing = "nothing";

    private readonly List<ConfigurationFault> _faults = [];
    private ConfigurationFault? _syntaxFault;

    /// <summary>The file's name as people type it.</summary>
    internal string Name { get; } = name;

    internal MapNode? Root { get; set; }

    /// <summary>Every key that the readers asked for, as <c>assets.&lt;id&gt;.risk.max_position</c>.</summary>
    internal SortedSet<string> KnownKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the file was read to its end: only then does a missing name mean that it is not there.</summary>
    internal bool IsComplete { get; set; }

    internal void Fault(Place place, string path, string found, string rule, string? nearest = null) =>
        _faults.Add(new ConfigurationFault(Name, place.Line, place.Column, path, found, rule, nearest));

    /// <summary>Notes where the parser had to give up.</summary>
    internal void SyntaxFault(Place place, string found, string rule)
    {
        IsComplete = false;
        _syntaxFault ??= new ConfigurationFault(Name, place.Line, place.Column, "", found, rule);
    }

    /// <summary>The faults by place, without those that only follow from another one.</summary>
    internal ImmutableArray<ConfigurationFault> Faults()
    {
        var meant = _faults.Where(fault => fault.Nearest is not null).Select(MeantPath).ToHashSet(StringComparer.Ordinal);
        var kept = _faults.Where(fault => !(fault.Found == Nothing && (meant.Contains(fault.Path) || !IsComplete)));
        if (_syntaxFault is { } syntax)
        {
            kept = kept.Where(fault => fault.Line < syntax.Line).Append(syntax);
        }

        return [.. kept.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).ThenBy(fault => fault.Path, StringComparer.Ordinal)];
    }

    // The path that a mistyped key was meant to be: the missing key is the same fault, not a second one.
    private static string MeantPath(ConfigurationFault fault)
    {
        var dot = fault.Path.LastIndexOf('.');
        return dot < 0 ? $"{fault.Nearest}" : $"{fault.Path[..dot]}.{fault.Nearest}";
    }
}
