using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;

namespace OrleansAssets.Client.Calls;

/// <summary>Sends the token of the options with each call.</summary>
internal sealed class TokenFilter(string token) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        RequestContext.Set(CallToken.Key, token);
        return context.Invoke();
    }
}
