using OrleansAssets.Pages.Forms;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Portfolio;

/// <summary>Marks that were wrong, as a form says them.</summary>
public sealed class CorrectMarkForm : StepForm
{
    public string? CorrectionId { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public string? Price { get; set; }

    /// <summary>The correction; what is missing is told to the reader. Without a last time it is of the first mark alone.</summary>
    internal MarkCorrection Read(FormTexts texts, string assetId, string by)
    {
        var before = texts.Fault;
        var from = texts.Time("time of the first mark", From);
        if (from is null && texts.Fault == before)
        {
            texts.Add("The time of the first mark is missing.");
        }

        return new MarkCorrection(
            texts.Needed("correction's id", CorrectionId), assetId, from ?? default,
            texts.Time("time of the last mark", To) ?? from ?? default, texts.Number("right price", Price), by, Why)
        {
            Confirmed = Confirmed,
        };
    }
}
