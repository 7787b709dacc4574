using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>A symbol in a post.</summary>
/// <param name="Symbol">In capitals.</param>
/// <param name="IsCertain">Whether it is a cashtag or a known symbol; else it is a word in capitals that may be one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FoundSymbol(string Symbol, bool IsCertain);
