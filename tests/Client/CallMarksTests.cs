using System.Reflection;
using Orleans.Runtime;
using OrleansAssets.Client;
using OrleansAssets.Client.Calls;

namespace OrleansAssets.Tests.Client;

public sealed class CallMarksTests
{
    /// <summary>
    /// What a client never repeats on its own: what a person should look at first. A method that is added is decided here, or marked.
    /// </summary>
    private static readonly string[] Once =
    [
        "IAccountGrain.ResetAsync", "IAssetGrain.AcceptQuoteAsync", "IDataSourceGrain.CollectNowAsync", "INoticesGrain.TestAsync",
        "IPhaseGrain.ActivateAsync", "IPhaseGrain.ApproveAsync", "IPortfolioGrain.AcceptFillAsync", "IPortfolioGrain.DrillAsync",
        "IPortfolioGrain.MarkAsync", "IPortfolioGrain.ResetAsync",
    ];

    [Fact]
    public void Methods_OfEveryGrainOfTheClient_AreMarkedOrKnownToBeSentOnce()
    {
        var grains = typeof(OrleansAssetsClient).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(member => member is PropertyInfo property ? property.PropertyType : (member as MethodInfo)?.ReturnType)
            .OfType<Type>()
            .Where(type => typeof(IAddressable).IsAssignableFrom(type))
            .Distinct();

        var unmarked = grains.SelectMany(grain => grain.GetMethods())
            .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType)) // a stream is steps, which are the engine's
            .Where(method => CallKinds.Of(method) == CallKind.Once)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(Once, unmarked);
    }

    [Fact]
    public void Methods_OfTheEngine_AreLeftAlone() =>
        Assert.Equal(CallKind.Foreign, CallKinds.Of(typeof(Orleans.IRemindable).GetMethods()[0]));
}
