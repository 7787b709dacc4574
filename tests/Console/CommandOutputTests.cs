using OrleansAssets.Cli.Output;

namespace OrleansAssets.Tests.Console;

/// <summary>What goes to stderr, and when.</summary>
public sealed class CommandOutputTests
{
    [Theory]
    [InlineData(false, false, "under way|left out|")]
    [InlineData(false, true, "left out|")]
    [InlineData(true, false, "")]
    [InlineData(true, true, "")]
    public void Notes_ForPeople_AreKeptFromWhoeverAsksForNone(bool isJson, bool isQuiet, string heard)
    {
        using var error = new StringWriter { NewLine = "|" };
        var output = new CommandOutput(TextWriter.Null, error, isJson, color: false) { IsQuiet = isQuiet };

        output.Note("under way");
        output.Warn("left out");

        Assert.Equal(heard, error.ToString());
    }
}
