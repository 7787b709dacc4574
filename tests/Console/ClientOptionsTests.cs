using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Client;
using OrleansAssets.Hosting;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.Console;

public sealed class ClientOptionsTests
{
    [Fact]
    public void AddOrleansAssetsClient_NothingNamed_SaysThatExactlyOneIsNeeded()
    {
        var exception = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddOrleansAssetsClient(_ => { }));

        Assert.Contains("found neither", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddOrleansAssetsClient_SeveralFaults_NamesAll()
    {
        var exception = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddOrleansAssetsClient(options =>
        {
            options.Gateway = new IPEndPoint(IPAddress.Loopback, 1);
            options.ConnectionString = "Host=database";
            options.ClusterId = " ";
            options.ConnectTimeoutSeconds = -1;
        }));

        Assert.Contains("found both", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ClusterId", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectTimeoutSeconds", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Host=database", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunFile_WrittenAndRead_IsTheSame()
    {
        var directory = Directory.CreateTempSubdirectory("assets-run-file-");
        try
        {
            var path = Path.Combine(directory.FullName, ".data", "run.json");
            var run = new RunFile(42, "http://127.0.0.1:8080", 8080, 30000, "sandbox", "Host=/tmp", DateTimeOffset.UnixEpoch);

            RunFileWriter.Write(path, run);

            Assert.Equal(run, RunFileReader.Read(path));
            Assert.Contains("\"processId\": 42", File.ReadAllText(path), StringComparison.Ordinal);
            Assert.Null(RunFileReader.Read(path + ".none"));
            File.WriteAllText(path, "{ \"processId\": 42 }");
            Assert.Throws<InvalidDataException>(() => RunFileReader.Read(path));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
