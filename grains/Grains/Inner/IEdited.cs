namespace OrleansAssets.Grains.Inner;

/// <summary>A grain whose changes may say by which version of it they were decided.</summary>
internal interface IEdited
{
    /// <summary>Another one after each change by an operator.</summary>
    string Version { get; }
}
