using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text;
using ErrorManagement.Analytics.Streams;

namespace ErrorManagement.Analytics.Tests.Streams;

public sealed class StreamEventFormatTests
{
    [Fact] // S3.27
    public void An_event_is_the_lines_event_id_retry_data_and_a_blank_one() =>
        Text(new StreamEvent("error", "{\"a\":1}") { Id = "42", Retry = 3000 }).Should().Be("event: error\nid: 42\nretry: 3000\ndata: {\"a\":1}\n\n");

    [Fact] // S3.27
    public void Id_and_retry_are_optional() =>
        Text(new StreamEvent("heartbeat", "{}")).Should().Be("event: heartbeat\ndata: {}\n\n");

    [Theory]
    [InlineData("a\nb", "data: a\ndata: b\n\n")]
    [InlineData("a\r\nb", "data: a\ndata: b\n\n")]
    [InlineData("a\rb", "data: a\ndata: b\n\n")]
    [InlineData("a\n\nb", "data: a\ndata: \ndata: b\n\n")]
    [InlineData("a\n", "data: a\ndata: \n\n")]
    [InlineData("\r\n\r", "data: \ndata: \ndata: \n\n")]
    [InlineData("", "data: \n\n")]
    [InlineData(" a", "data:  a\n\n")]
    [InlineData("é漢😀", "data: é漢😀\n\n")]
    [InlineData("a\u2028b\u0085c", "data: a\u2028b\u0085c\n\n")]
    public void Each_line_of_the_text_is_a_line_of_data(string data, string lines) => Text(new StreamEvent("x", data)).Should().Be("event: x\n" + lines);

    [Fact]
    public void No_text_can_end_an_event_or_begin_a_field()
    {
        Text(new StreamEvent("a\r\nid: 1\n\n", "x\nid: 2\r\revent: evil") { Id = "3\ndata: 4\0" }).Should().Be("event: aid: 1\nid: 3data: 4\ndata: x\ndata: id: 2\ndata: \ndata: event: evil\n\n");
        Text(new StreamEvent(null!, null!) { Retry = -1 }).Should().Be("event: \ndata: \n\n");
        Text(new StreamEvent("x", "half \ud800 pair")).Should().Be("event: x\ndata: half \ufffd pair\n\n");
    }

    [Fact] // S3.27: what another's parser reads is what was written
    public void What_is_written_is_read_back()
    {
        var random = new Random(5);
        string[] signs = ["a", "b", ":", " ", "\r", "\n", "\r\n", "\t", "{", "\"", "é", "😀", "data:", "id: 1"];
        var written = Enumerable.Range(0, 500).Select(i => new StreamEvent("kind" + (i % 3), string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => signs[random.Next(signs.Length)])))
        {
            Id = i % 2 == 0 ? $"{i}" : null,
            Retry = i % 5 == 0 ? i : null,
        }).ToArray();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var each in written)
        {
            StreamEventFormat.Write(buffer, each);
        }

        var read = SseParser.Create(new MemoryStream(buffer.WrittenSpan.ToArray())).Enumerate().ToArray();

        read.Should().HaveCount(written.Length);
        for (var i = 0; i < read.Length; i++)
        {
            read[i].EventType.Should().Be(written[i].Event);
            read[i].Data.Should().Be(written[i].Data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
            read[i].EventId.Should().Be(written[i].Id);
            read[i].ReconnectionInterval.Should().Be(written[i].Retry is { } retry ? TimeSpan.FromMilliseconds(retry) : null);
        }
    }

    [Fact]
    public async Task A_stream_gets_the_same_and_is_flushed()
    {
        using var stream = new MemoryStream();
        await StreamEventFormat.WriteAsync(stream, new StreamEvent("a", "b"));

        Encoding.UTF8.GetString(stream.ToArray()).Should().Be("event: a\ndata: b\n\n");
        await FluentActions.Awaiting(() => StreamEventFormat.WriteAsync(stream, new StreamEvent("a", "b"), new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();
        FluentActions.Invoking(() => StreamEventFormat.Write(new ArrayBufferWriter<byte>(), null!)).Should().Throw<ArgumentNullException>();
        StreamEventFormat.MediaType.Should().Be("text/event-stream");
    }

    private static string Text(StreamEvent streamEvent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        StreamEventFormat.Write(buffer, streamEvent);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
