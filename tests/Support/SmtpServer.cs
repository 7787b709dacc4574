using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansAssets.Tests.Support;

/// <summary>A real SMTP server on a free port of 127.0.0.1, with as much of RFC 5321 as a client needs to send plain mail.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private SmtpServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _work = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The answer to who is written to, e.g. <c>550 no such mailbox</c>.</summary>
    public string ToRecipients { get; set; } = "250 OK";

    /// <summary>The answer to user and password.</summary>
    public string ToPassword { get; set; } = "235 OK";

    /// <summary>What was taken: headers and body as they came.</summary>
    public ConcurrentQueue<string> Mails { get; } = [];

    /// <summary>What clients said outside of mails, in order.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    public static SmtpServer Start() => new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }

        await Task.WhenAll(clients);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 test".AsMemory(), _stop.Token);
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    Commands.Enqueue(line);
                    await writer.WriteLineAsync((await AnswerAsync(line, reader, writer)).AsMemory(), _stop.Token);
                    if (line == "QUIT")
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client left.
            }
        }
    }

    private async Task<string> AnswerAsync(string line, StreamReader reader, StreamWriter writer)
    {
        switch (line.Split(' ')[0].ToUpper(CultureInfo.InvariantCulture))
        {
            case "EHLO":
                return "250-test\r\n250 AUTH PLAIN";
            case "AUTH":
                return ToPassword;
            case "RCPT":
                return ToRecipients;
            case "QUIT":
                return "221 bye";
            case "DATA":
                await writer.WriteLineAsync("354 go on");
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync(_stop.Token) is { } text && text != ".")
                {
                    mail.AppendLine(text);
                }

                Mails.Enqueue(mail.ToString());
                return "250 taken";
            default:
                return "250 OK";
        }
    }
}
