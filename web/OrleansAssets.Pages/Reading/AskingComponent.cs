using Microsoft.AspNetCore.Components;

namespace OrleansAssets.Pages.Reading;

/// <summary>A component that asks before it is drawn: it is drawn once, with its answers, and never half.</summary>
public abstract class AskingComponent : ComponentBase
{
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await AskAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Asks what the component shows; its parameters are set.</summary>
    protected abstract Task AskAsync();
}
