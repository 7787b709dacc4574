using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace OrleansAssets.Tests.Client;

public sealed class InvalidRequestWireTests
{
    /// <summary>A web process of its own hears of the places by the wire of the grains.</summary>
    [Fact]
    public void Refusal_OverTheWire_KeepsItsMessageAndPlaces()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        Exception refused = InvalidRequestException.At("quantity", -1.5m, "must be more than 0", "The order is refused: quantity is -1.5.");

        var told = Assert.IsType<InvalidRequestException>(serializer.Deserialize<Exception>(serializer.SerializeToArray(refused)));

        Assert.Equal(refused.Message, told.Message);
        Assert.Equal(new InvalidPlace("quantity", "-1.5", "must be more than 0"), Assert.Single(told.Places));
    }

    [Fact]
    public void Doubt_OverTheWire_KeepsThatItMayBeConfirmedAndWhatToDo()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        Exception doubted = InvalidRequestException.Doubted("rate", 900, "must be near the known one", "It is hard to believe.");

        var told = Assert.IsType<InvalidRequestException>(serializer.Deserialize<Exception>(serializer.SerializeToArray(doubted)));

        Assert.True(told.MayBeConfirmed);
        Assert.Contains("confirm it", Assert.Single(told.Places).Remedy, StringComparison.Ordinal);
        Assert.False(InvalidRequestException.At("rate", 0, "must be more than 0", "It is 0.").MayBeConfirmed);
    }

    [Fact]
    public void Refusal_OfTheWhole_HasNoPlace() => Assert.Empty(new InvalidRequestException("The silo is full.").Places);
}
