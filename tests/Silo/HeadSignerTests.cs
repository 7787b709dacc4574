using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.Silo;

/// <summary>The key that signs the heads of the audit log, as a file of the data directory.</summary>
public sealed class HeadSignerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("assets-test-").FullName;

    private string KeyFile => Path.Combine(_directory, HeadSigner.FileName);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void OpenKey_Twice_IsOneKeyForItsOwnerAlone()
    {
        using var first = HeadSigner.OpenKey(KeyFile);
        using var second = HeadSigner.OpenKey(KeyFile);

        Assert.Equal(first.ExportSubjectPublicKeyInfo(), second.ExportSubjectPublicKeyInfo());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    /// <summary>
    /// A kill in the middle leaves the file under its other name: nothing was signed by it, and the next attempt makes one.
    /// </summary>
    [Fact]
    public void OpenKey_KilledWhileItWasWritten_MakesAWholeOne()
    {
        File.WriteAllText(KeyFile + ".new", "-----BEGIN PRIV");

        using var key = HeadSigner.OpenKey(KeyFile);
        using var again = HeadSigner.OpenKey(KeyFile);

        Assert.Equal(key.ExportSubjectPublicKeyInfo(), again.ExportSubjectPublicKeyInfo());
        Assert.False(File.Exists(KeyFile + ".new"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void OpenKey_FileWithoutAKey_IsRefusedWithTheRemedyAndUntouched(string text)
    {
        File.WriteAllText(KeyFile, text);

        var refused = Assert.Throws<InvalidRequestException>(() => HeadSigner.OpenKey(KeyFile));

        Assert.Contains($"{KeyFile} holds no key", refused.Message, StringComparison.Ordinal);
        Assert.Contains("put its copy back", refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(KeyFile));
    }
}
