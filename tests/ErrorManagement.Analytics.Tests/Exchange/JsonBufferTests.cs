using System.Text;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public sealed class JsonBufferTests
{
    [Fact]
    public async Task It_knows_the_line_of_the_next_thing_and_leaves_out_the_mark_at_the_begin()
    {
        var buffer = Of("\uFEFF\n \n{}\n, []"u8.ToArray());
        (await buffer.TryReadOnAsync(CancellationToken.None)).Should().BeTrue();

        buffer.LineOfNext().Should().Be(3);
        buffer.PassBlank();
        Encoding.UTF8.GetString(buffer.Slice(0, 2).Span).Should().Be("{}");
        buffer.Pass(2);
        buffer.LineOfNext().Should().Be(4);
        buffer.PassBlank();
        buffer.Pass(4);
        buffer.Unread.IsEmpty.Should().BeTrue();
        buffer.IsEnded.Should().BeTrue();
    }

    [Fact]
    public async Task It_grows_up_to_the_largest_record_and_no_further()
    {
        var buffer = Of(new byte[JsonForm.MaxRecordBytes + 1]);
        while (await buffer.TryReadOnAsync(CancellationToken.None))
        {
        }

        buffer.Unread.Length.Should().Be(JsonForm.MaxRecordBytes);
        buffer.IsEnded.Should().BeFalse();
        buffer.Pass(1);
        (await buffer.TryReadOnAsync(CancellationToken.None)).Should().BeTrue();
        buffer.Unread.Length.Should().Be(JsonForm.MaxRecordBytes, "the place of what was passed is used again");
    }

    private static JsonBuffer Of(byte[] bytes) => new(new MemoryStream(bytes));
}
