using OrleansAssets.Pages.Forms;

namespace OrleansAssets.Pages.Portfolio;

/// <summary>What a currency is worth, as a form says it.</summary>
public sealed class RateForm : StepForm
{
    public string? Currency { get; set; }

    public string? Rate { get; set; }
}
