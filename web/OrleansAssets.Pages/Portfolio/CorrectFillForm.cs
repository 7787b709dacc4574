namespace OrleansAssets.Pages.Portfolio;

/// <summary>What was wrong with a fill, as a form says it; its figures are those of the right one.</summary>
public sealed class CorrectFillForm : FillForm
{
    public const string Nothing = "nothing", Other = "other";

    public string? CorrectionId { get; set; }

    /// <summary><see cref="Nothing"/> where nothing was executed, <see cref="Other"/> where something else was.</summary>
    public string? What { get; set; }
}
