using System.Globalization;
using System.Text;

namespace ErrorManagement.TestKit;

/// <summary>Reads HTTP/1.1 requests from a connection, one after the other; their headers and content are thrown away unless they are asked for.</summary>
internal sealed class RequestReader(Stream stream, bool keeps = false)
{
    private const int MaxHead = 64 * 1024;

    private readonly byte[] _buffer = new byte[8192];
    private int _position;
    private int _length;
    private List<KeyValuePair<string, string>> _headers = [];
    private List<byte> _body = [];

    /// <summary>The first line of the request read last, such as <c>GET /a HTTP/1.1</c>.</summary>
    public string FirstLine { get; private set; } = "";

    /// <summary>The request read last, when requests are kept.</summary>
    public ScriptedRequest Request => new(FirstLine, _headers, [.. _body]);

    /// <summary>Reads one whole request; false when the client closed the connection between requests.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var first = await LineAsync(cancellationToken);
        if (first is null)
        {
            return false;
        }

        FirstLine = first;
        _headers = [];
        _body = [];
        long length = 0;
        var chunked = false;
        var head = first.Length;
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            head += line.Length;
            if (head > MaxHead)
            {
                throw new FormatException("The head of the request is too long.");
            }

            if (keeps && line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                _headers.Add(KeyValuePair.Create(line[..colon], line[(colon + 1)..].Trim()));
            }

            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = long.Parse(line[15..], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
            }

            chunked |= line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase) && line.Contains("chunked", StringComparison.OrdinalIgnoreCase);
            if (line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase))
            {
                await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        }

        if (!chunked)
        {
            await SkipAsync(length, cancellationToken);
            return true;
        }

        while (await LineAsync(cancellationToken) is { } size)
        {
            var chunk = long.Parse(size.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await SkipAsync(chunk, cancellationToken);
            await LineAsync(cancellationToken); // the end of the chunk, or of the request
            if (chunk == 0)
            {
                break;
            }
        }

        return true;
    }

    private async ValueTask<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_position == _length && !await FillAsync(cancellationToken))
            {
                return line.Length == 0 ? null : throw new FormatException("The connection ended inside a line.");
            }

            var value = (char)_buffer[_position++];
            if (value == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Append(value).Length > MaxHead)
            {
                throw new FormatException("A line of the request is too long.");
            }
        }
    }

    private async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_position == _length && !await FillAsync(cancellationToken))
            {
                throw new FormatException("The connection ended inside a body.");
            }

            var step = (int)Math.Min(count, _length - _position);
            if (keeps)
            {
                _body.AddRange(_buffer.AsSpan(_position, step));
            }

            _position += step;
            count -= step;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _position = 0;
        _length = await stream.ReadAsync(_buffer, cancellationToken);
        return _length > 0;
    }
}
