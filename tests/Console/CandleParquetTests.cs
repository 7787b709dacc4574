using OrleansAssets.Cli.Data;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Console;

/// <summary>Where <c>--parquet</c> writes: a file is replaced whole; a device, a pipe and a link are never.</summary>
public sealed class CandleParquetTests : IDisposable
{
    private const string FullDevice = "/dev/full";

    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Write_IntoADevice_FailsAndLeavesItADevice()
    {
        await Assert.ThrowsAnyAsync<IOException>(() => WriteAsync(FullDevice));

        Assert.ThrowsAny<IOException>(() => File.WriteAllText(FullDevice, "x")); // a file would take it
    }

    [Fact]
    public async Task Write_ByALink_WritesWhatItLeadsToAndKeepsTheLink()
    {
        var (file, link) = (PathOf("file"), PathOf("link"));
        await File.WriteAllTextAsync(file, "what was there");
        File.CreateSymbolicLink(link, file);

        await WriteAsync(link);

        Assert.Equal(file, new FileInfo(link).LinkTarget);
        Assert.Equal("PAR1", (await File.ReadAllTextAsync(file))[..4]);
    }

    [Fact]
    public async Task Write_OverAFileOrIntoAnEmptyOne_LeavesThatFileAlone()
    {
        var (old, empty) = (PathOf("old"), PathOf("empty"));
        await File.WriteAllTextAsync(old, new string('x', 100_000));
        await File.WriteAllTextAsync(empty, "");

        await WriteAsync(old);
        await WriteAsync(empty);

        Assert.Equal(await File.ReadAllBytesAsync(old), await File.ReadAllBytesAsync(empty));
        Assert.Equal(["empty", "old"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Write_ToADirectory_IsRefused()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(_directory.Path));

        Assert.True(Directory.Exists(_directory.Path));
    }

    [Fact]
    public async Task Write_QuotesWithAndWithoutSizes_AreReadAsTheyWere()
    {
        var (path, at) = (PathOf("quotes"), new DateTimeOffset(2026, 6, 1, 12, 0, 0, 123, TimeSpan.Zero));
        Quote[] quotes = [new("BTC/USDT", "one", at, 1.25m, 1.5m, 3, null), new("BTC/USDT", "other", at, 1, 2, null, 0.001m)];

        var rows = await QuoteParquet.WriteAsync(path, QuotesAsync(), CancellationToken.None);

        await using var reader = await Parquet.ParquetReader.CreateAsync(path);
        Assert.Equal((2L, "BTC/USDT"), (rows, reader.CustomMetadata["asset"]));
        Assert.Equal(
            ["at", "source_id", "bid", "ask", "bid_size", "ask_size", "recorded_at"],
            reader.Schema.DataFields.Select(field => field.Name));

        async IAsyncEnumerable<QuotePage> QuotesAsync()
        {
            await Task.CompletedTask;
            yield return new QuotePage("BTC/USDT", [.. quotes.Select(quote => new StoredQuote(quote, at))], null);
        }
    }

    private string PathOf(string name) => Path.Combine(_directory.Path, name);

    private static Task<long> WriteAsync(string path) => CandleParquet.WriteAsync(path, PagesAsync(), CancellationToken.None);

    private static async IAsyncEnumerable<CandlePage> PagesAsync()
    {
        await Task.CompletedTask;
        yield break;
    }
}
