using System.Text.Json;

namespace QuickStart;

/// <summary>A log to read: plain text, or JSON lines with the message in <c>content</c>.</summary>
internal sealed class LogFile : IAsyncDisposable
{
    private const int SampleLength = 8192;

    private readonly Stream _stream;
    private readonly StreamReader _reader;

    private LogFile(string name, Stream stream, Stream content)
    {
        Name = name;
        _stream = stream;
        _reader = new StreamReader(content);
    }

    /// <summary>The name for people.</summary>
    public string Name { get; }

    /// <summary>How much was read, 0 to 1; null when the length is not known, as for standard input.</summary>
    public double? Position => _stream.CanSeek && _stream.Length > 0 ? (double)_stream.Position / _stream.Length : null;

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="InputException">It is missing, unreadable, binary or empty.</exception>
    public static async Task<LogFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var name = path == "-" ? "standard input" : path;
        if (Directory.Exists(path))
        {
            throw new InputException($"{name} is a folder; --log takes a file.");
        }

        Stream? stream = null;
        try
        {
            stream = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var sample = new byte[SampleLength];
            // A pipe gives what there is; it may never give more. A read of the console cannot be cancelled, so it is left behind.
            var length = await stream.ReadAsync(sample, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
            if (length == 0)
            {
                throw new InputException($"{name} is empty; there is nothing to group.");
            }

            if (IsBinary(sample.AsSpan(0, length)))
            {
                throw new InputException($"{name} is binary; --log takes text or JSON lines.");
            }

            return new LogFile(name, stream, new PrependedStream(sample.AsMemory(0, length), stream));
        }
        catch (Exception e)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            throw e switch
            {
                FileNotFoundException or DirectoryNotFoundException => new InputException($"{name} does not exist."),
                UnauthorizedAccessException => new InputException($"{name} may not be read: access is denied."),
                IOException or NotSupportedException or ArgumentException => new InputException($"{name} cannot be read: {e.Message.ReplaceLineEndings(" ")}"),
                _ => e,
            };
        }
    }

    /// <summary>The messages, one a line; blank lines are left out.</summary>
    public async IAsyncEnumerable<string> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new LineReader(_reader);
        while (await NextAsync(lines, cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Message(line);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
    }

    /// <summary>The <c>content</c> of a JSON object; any other line as it is.</summary>
    internal static string Message(string line)
    {
        if (!line.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            return line;
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : line;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return line; // text that happens to begin with a brace, or a line that was cut, perhaps in the middle of a character
        }
    }

    private async ValueTask<string?> NextAsync(LineReader lines, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new InputException($"{Name} cannot be read to its end: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    // Text holds no NUL, unless it is UTF-16 and says so.
    private static bool IsBinary(ReadOnlySpan<byte> sample) =>
        sample is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && sample.Contains((byte)0);
}
