using OrleansAssets.Pages.Forms;

namespace OrleansAssets.Pages.Portfolio;

/// <summary>An event that was wrong, as a form says it.</summary>
public sealed class CorrectEventForm : StepForm
{
    public string? CorrectionId { get; set; }
}
