using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// Files through the console and the built silo, each a process of its own (form found out, every row checked by both, all published in
/// one transaction, fills paired to round trips), beside a plain binary COPY of the same rows into the same tables, in turns.
/// </summary>
internal static class ImportBenchmark
{
    private const int Candles = 1_000_000;
    private const int Fills = 200_000;
    private const int Rounds = 3;

    private static readonly DateTimeOffset Start = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var (candles, fills) = (WriteCandles(server.Directory), WriteFills(server.Directory));
        await using var silo = SiloProcess.Launch(server.ConnectionString, "--data", server.Directory);
        await silo.ReadyAsync();
        await silo.QuietAsync();
        var console = new ConsoleRun(Path.Combine(server.Directory, "run.json"));
        Console.WriteLine($"Import of {Candles:N0} candles and {Fills:N0} fills, files of {Size(candles)} and {Size(fills)} MB, fsync on");
        Console.WriteLine(
            "round   candles: COPY rows/s   import rows/s   share   fills: COPY rows/s   import rows/s   share   MB: console, silo");
        for (var round = 1; round <= Rounds; round++)
        {
            await EmptyAsync(server.DataSource);
            var copied = Candles / await TimeAsync(() => CopyCandlesAsync(server.DataSource));
            await EmptyAsync(server.DataSource);
            var imported = Candles / await TimeAsync(
                () => console.RunAsync("import", "candles", candles, "--asset", "BTC/USDT", "--timeframe", "1m"));
            await EmptyAsync(server.DataSource);
            var copiedFills = Fills / await TimeAsync(() => CopyFillsAsync(server.DataSource));
            await EmptyAsync(server.DataSource);
            var importedFills = Fills / await TimeAsync(() => console.RunAsync("import", "fills", fills));
            Console.WriteLine(
                $"{round,5}   {copied,20:N0}   {imported,13:N0}   {imported / copied,5:0.00}   {copiedFills,18:N0}   "
                    + $"{importedFills,13:N0}   {importedFills / copiedFills,5:0.00}   "
                    + $"{console.PeakMegabytes,7:0}, {silo.PeakMegabytes(),4:0}");
        }

        Console.WriteLine("the aim is 0.50 of COPY or more, and memory that does not grow with the file");
        await silo.StopAsync();
    }

    private static string WriteCandles(string directory)
    {
        var path = Path.Combine(directory, "klines.csv");
        using var file = new StreamWriter(path);
        for (var row = 0; row < Candles; row++)
        {
            var (time, price) = (Start.AddMinutes(row).ToUnixTimeMilliseconds(), 60_000 + (row % 977));
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{time},{price},{price + 10},{price - 10},{price + 5},{(row % 13) + 0.25m},{time + 59_999},750000.5,250,1.5,90000.25,0"));
        }

        return path;
    }

    private static string WriteFills(string directory)
    {
        var path = Path.Combine(directory, "fills.csv");
        using var file = new StreamWriter(path);
        file.WriteLine("fill_id,asset,side,quantity,price,executed_at,fee,fee_currency");
        for (var row = 0; row < Fills; row++)
        {
            var side = row % 4 < 2 ? "buy" : "sell";
            file.WriteLine($"f{row},BTC/USDT,{side},0.01,{60_000 + (row % 977)},{Start.AddMinutes(row):yyyy-MM-ddTHH:mm:ssZ},0.6,USDT");
        }

        return path;
    }

    private static async Task CopyCandlesAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var writer = await connection.BeginBinaryImportAsync("""
            COPY candles (asset_id, asset_class, source_id, timeframe, open_time, open, high, low, close, volume) FROM STDIN (FORMAT binary)
            """);
        for (var row = 0; row < Candles; row++)
        {
            decimal price = 60_000 + (row % 977);
            await writer.StartRowAsync();
            await writer.WriteAsync("BTC/USDT", NpgsqlDbType.Text);
            await writer.WriteAsync("crypto", NpgsqlDbType.Text);
            await writer.WriteAsync("import", NpgsqlDbType.Text);
            await writer.WriteAsync("1m", NpgsqlDbType.Text);
            await writer.WriteAsync(Start.AddMinutes(row), NpgsqlDbType.TimestampTz);
            await writer.WriteAsync(price, NpgsqlDbType.Numeric);
            await writer.WriteAsync(price + 10, NpgsqlDbType.Numeric);
            await writer.WriteAsync(price - 10, NpgsqlDbType.Numeric);
            await writer.WriteAsync(price + 5, NpgsqlDbType.Numeric);
            await writer.WriteAsync((row % 13) + 0.25m, NpgsqlDbType.Numeric);
        }

        await writer.CompleteAsync();
    }

    private static async Task CopyFillsAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var writer = await connection.BeginBinaryImportAsync("""
            COPY imported_fills (portfolio_id, fill_id, asset_id, asset_class, side, quantity, price, fee, fee_currency, executed_at, line,
                ordinal)
            FROM STDIN (FORMAT binary)
            """);
        for (var row = 0; row < Fills; row++)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync("main", NpgsqlDbType.Text);
            await writer.WriteAsync($"f{row}", NpgsqlDbType.Text);
            await writer.WriteAsync("BTC/USDT", NpgsqlDbType.Text);
            await writer.WriteAsync("crypto", NpgsqlDbType.Text);
            await writer.WriteAsync(row % 4 < 2 ? "buy" : "sell", NpgsqlDbType.Text);
            await writer.WriteAsync(0.01m, NpgsqlDbType.Numeric);
            await writer.WriteAsync(60_000m + (row % 977), NpgsqlDbType.Numeric);
            await writer.WriteAsync(0.6m, NpgsqlDbType.Numeric);
            await writer.WriteAsync("USDT", NpgsqlDbType.Text);
            await writer.WriteAsync(Start.AddMinutes(row), NpgsqlDbType.TimestampTz);
            await writer.WriteAsync((long)row + 2, NpgsqlDbType.Bigint);
            await writer.WriteAsync((long)row, NpgsqlDbType.Bigint);
        }

        await writer.CompleteAsync();
    }

    // Partitions stay, so that both find them made.
    private static async Task EmptyAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand($"""
            SELECT make_partitions('candles', '{Start:O}'::timestamptz, '{Start.AddMinutes(Candles):O}'::timestamptz);
            TRUNCATE candles, imported_fills, fill_trades, trades; CHECKPOINT
            """);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Size(string path) => (new FileInfo(path).Length / 1e6).ToString("0", CultureInfo.InvariantCulture);

    /// <summary>Runs of the built console, and the most memory that one of them took.</summary>
    private sealed class ConsoleRun(string runFile)
    {
        private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

        public double PeakMegabytes { get; private set; }

        public async Task RunAsync(params string[] arguments)
        {
            var start = new ProcessStartInfo(
                "dotnet", [ConsoleProgram.Dll, .. arguments, "--json", "--run-file", runFile])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                WorkingDirectory = ShippedConfiguration.Root,
            };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("The console could not be launched.");
            var output = process.StandardOutput.ReadToEndAsync();
            while (!process.HasExited)
            {
                PeakMegabytes = Math.Max(PeakMegabytes, PeakMemory.MegabytesOf(process.Id));
                await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Look));
            }

            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The import ended with {process.ExitCode}: {await output}");
            }
        }
    }
}

/// <summary>The most memory that a process has had so far.</summary>
internal static class PeakMemory
{
    /// <summary>0 for a process that has ended.</summary>
    public static double MegabytesOf(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1],
                CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0; // it ended between two looks
        }
    }
}
