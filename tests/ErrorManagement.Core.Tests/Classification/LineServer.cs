using System.Net;
using System.Net.Sockets;

namespace ErrorManagement.Core.Tests.Classification;

/// <summary>A server of a line protocol, such as SMTP or FTP, on a real socket: it greets, then gives a line of the client the answer whose key the line begins with, or the last one.</summary>
internal sealed class LineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public LineServer(string greeting, params (string Command, string Answer)[] answers)
    {
        _listener.Start();
        _serving = ServeAsync(greeting, answers);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    private async Task ServeAsync(string greeting, (string Command, string Answer)[] answers)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync(greeting);
        while (await reader.ReadLineAsync() is { } line)
        {
            await writer.WriteLineAsync(Array.Find(answers, a => line.StartsWith(a.Command, StringComparison.OrdinalIgnoreCase)).Answer ?? answers[^1].Answer);
        }
    }
}
