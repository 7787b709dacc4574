using System.Runtime.Versioning;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Hosting;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.Console;

/// <summary>Which installation the console asks, and by which token.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ContextStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("assets-contexts-").FullName;

    private string ConfigHome => Path.Combine(_directory, "config");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Write_Always_IsForItsOwnerAlone()
    {
        var store = Store();

        store.Write(Saved("https://assets.example:8443"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Path));
        Assert.Equal("oat_secret", store.Read().Contexts["desk"].Token);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(store.Path)!)); // nothing is left aside
    }

    [Fact]
    public void Write_WhereNothingCanBeWritten_IsRefusedWithTheRemedy()
    {
        File.WriteAllText(ConfigHome, "a file where a directory should be");

        var refused = Assert.Throws<InvalidDataException>(() => Store().Write(Saved("https://assets.example:8443")));

        Assert.Contains("XDG_CONFIG_HOME", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("oat_secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAFileThatOthersMayRead_IsRefusedWithTheRemedy()
    {
        var store = Store();
        store.Write(Saved("https://assets.example:8443"));
        File.SetUnixFileMode(store.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var refused = Assert.Throws<InvalidDataException>(store.Read);

        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("oat_secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NothingNamed_TakesTheRunFileThenTheContextInUse()
    {
        Store().Write(Saved("https://assets.example:8443"));
        var work = Directory.CreateDirectory(Path.Combine(_directory, "work", ".data"));
        var runFile = Path.Combine(work.FullName, "run.json");

        var context = Finder().Find(null, null, null).Address!;
        RunFileWriter.Write(runFile, new RunFile(42, "http://127.0.0.1:8080", 8080, 2, "sandbox", "Host=x", DateTimeOffset.UnixEpoch));
        File.WriteAllText(Path.Combine(work.FullName, "admin.token"), "oat_admin\n");
        var running = Finder().Find(null, null, null).Address!;
        var named = Finder().Find(null, "desk", null).Address!;
        var given = Finder("oat_mine").Find(null, null, null).Address!;

        Assert.Equal(("https://assets.example:8443", "oat_secret"), (context.Place, context.Token));
        Assert.Equal(("http://127.0.0.1:8080", "oat_admin"), (running.Place, running.Token));
        Assert.Equal("oat_secret", named.Token);
        Assert.Equal("oat_mine", given.Token);
    }

    [Fact]
    public void Find_ByUrl_TakesTheTokenOfItsOwnContextAndNoOther()
    {
        Store().Write(Saved("https://assets.example:8443"));

        var own = Finder().Find("https://assets.example:8443", null, null).Address!;
        var other = Finder().Find("https://other.example:8443", null, null).Address!;

        Assert.Equal("oat_secret", own.Token);
        Assert.Null(other.Token);
    }

    /// <summary>Such a header could not be sent, which would look as if the silo were gone.</summary>
    [Theory]
    [InlineData("oat_1\nX: y")]
    [InlineData("t\u00fc")]
    [InlineData("two words")]
    public void Find_WithWhatIsNoToken_IsRefusedWithoutRepeatingIt(string token)
    {
        var (address, error) = Finder(token).Find("https://assets.example:8443", null, null);

        Assert.Null(address);
        Assert.Contains("ASSETS_TOKEN holds no token", error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://assets.example")]
    [InlineData("https://assets.example/path")]
    [InlineData("https://ada:secret@assets.example")]
    [InlineData("https://one.example,two")]
    [InlineData("http://assets.example:8080")]
    public void Parse_WhatIsNoAddressOfOurs_IsRefused(string text) => Assert.NotNull(ApiAddress.Parse(text).Fault);

    [Fact]
    public void Parse_SeveralAddresses_KeepsTheirOrder() => Assert.Equal(
        ["https://one.example", "http://127.0.0.1:8080"],
        ApiAddress.Parse("https://one.example, http://127.0.0.1:8080").Places.Select(place => place.GetLeftPart(UriPartial.Authority)));

    private ContextStore Store() => new(ContextStore.PathIn(name => name == "XDG_CONFIG_HOME" ? ConfigHome : null));

    private SiloFinder Finder(string? token = null) => new(
        name => name switch { "XDG_CONFIG_HOME" => ConfigHome, "ASSETS_TOKEN" => token, _ => null }, Path.Combine(_directory, "work"));

    private static SavedContexts Saved(string url) => new(
        "desk", SavedContexts.None.Contexts.SetItem("desk", new SavedContext([url], "oat_secret")));
}
