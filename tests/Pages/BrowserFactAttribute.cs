namespace OrleansAssets.Tests.Pages;

/// <summary>A test in a real browser; left out, with a sentence, where the machine has none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Path is null)
        {
            Skip = $"Pages were not looked at: there is no Chromium ({string.Join(", ", Browser.Places)}). "
                + "Debian: apt-get install chromium.";
        }
    }
}
