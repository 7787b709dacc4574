namespace OrleansAssets.Imports;

/// <summary>One value of a row that breaks a rule.</summary>
/// <param name="Column">The column's name in the file, e.g. <c>high</c>.</param>
/// <param name="Value">What was found.</param>
/// <param name="Rule">What is allowed, as a clause that follows the value, e.g. <c>must be more than 0</c>.</param>
public readonly record struct RowFault(string Column, string Value, string Rule);
