using System.Net;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Tests.Web;

public sealed class SignInBrakeTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Pause_AfterEachFurtherFailure_DoublesUpToItsMost()
    {
        var (brake, address) = (new SignInBrake(_clock), IPAddress.Parse("10.0.0.1"));

        for (var free = 0; free < SignInBrake.FreeFailures; free++)
        {
            brake.NoteFailure(address);
            Assert.Equal(TimeSpan.Zero, brake.PauseOf(address));
        }

        brake.NoteFailure(address);
        Assert.Equal(SignInBrake.FirstPause, brake.PauseOf(address));
        brake.NoteFailure(address);
        Assert.Equal(SignInBrake.FirstPause * 2, brake.PauseOf(address));
        for (var more = 0; more < 10_000; more++)
        {
            brake.NoteFailure(address);
        }

        Assert.Equal(SignInBrake.PauseMax, brake.PauseOf(address));
        Assert.Equal(TimeSpan.Zero, brake.PauseOf(IPAddress.Parse("10.0.0.2")));
        _clock.Advance(SignInBrake.PauseMax);
        Assert.Equal(TimeSpan.Zero, brake.PauseOf(address));
    }

    [Fact]
    public void Failures_OfMoreAddressesThanAreRemembered_DoNotGrowWithoutBound()
    {
        var brake = new SignInBrake(_clock);

        for (var number = 0; number < 30_000; number++)
        {
            brake.NoteFailure(new IPAddress(number));
        }

        Assert.InRange(brake.Count, 1, 10_001);
    }
}
