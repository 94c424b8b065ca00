using System.Globalization;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class MessageKeyTests
{
    private static readonly string[] Pieces =
    [
        " ", " ", " ", "", "'", "\"", "(", ")", "[", "]", "{", "}", "=", "#", "$", "_", ";", "|", "%", "!", "?", ",", ", ", ".", ". ", ":", ": ", "-", " -", "+", "/", "<", ">", "~", "\n", "::", "//", "\u00a0", "\u2019", "é", "٣",
        "order", "was not found", "GET ", "id", "ad", "bad", "deadbeef", "abc", "x", "ms", "s", "MB", "e", "T", "Z", " AM", " pm", "eth", "worker-", "0x", "http://h/", "/var/log/", "c:/x y/", "key=", "user_",
        "Jun ", "Jun  ", "Mon ", "Fri, ", "Jun 17, ", "Jun 17 07:07:00 ", "2024-01-31 ", "2024-01-", "12:30:", "1.2.", "10.0.0.", "fe80::", "a1b2c3d4-e5f6-4a1b-8c2d-", "<num>",
        "db.example.org", "example.org:", "com.shop.Orders", "a.b-", ".b.c", "app.SCREEN_", " KB", " seconds", " ms ", "_m_", "blk_", " blk_", ", blk_", "00:", ":1",
    ];

    [Theory]
    [InlineData("order 17 was not found", "order 42 was not found")]
    [InlineData("order 12345 was not found", "order 1234567 was not found")]
    [InlineData("order-12345 (99999) failed.", "order-123456 (999) failed.")]
    [InlineData("id=3f2504e0-4f89-11d3-9a0c-0305e82c3301 gone", "id=aaaaaaaa-4f89-11d3-9a0c-0305e82c3302 gone")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "abcdefab-cdef-abcd-efab-0305e82c3301")]
    public void Messages_that_differ_in_a_value_have_one_key(string one, string other) => KeyOf(one).Should().Be(KeyOf(other)).And.NotBeNull();

    [Theory]
    [InlineData("order 17 was not found", "order 17 was found")]
    [InlineData("order 17 was not found", "order was not found")]
    [InlineData("Jun 17 it broke", "Jun 175 it broke")]
    [InlineData("from 10.0.0.1 ", "from 10.0.0.1111 ")]
    [InlineData("a 1 b 2", "a 1 b")]
    [InlineData("abc", "abd")]
    [InlineData("", " ")]
    public void Messages_of_different_templates_have_different_keys(string one, string other) => KeyOf(one).Should().NotBe(KeyOf(other));

    [Theory]
    [InlineData("mail to a@b.c failed")]
    [InlineData(@"C:\data 12 is gone")]
    public void What_reaches_far_takes_a_closer_look(string message) => KeyOf(message).Should().BeNull();

    [Fact]
    public void A_long_message_takes_a_closer_look() => KeyOf(new string('a', MessageKey.MaxLength + 1)).Should().BeNull();

    // The seed is fixed, so a failure stays: 200,000 texts made of what the mask knows, their values changed.
    [Fact] // D3
    public void Two_messages_with_one_key_have_one_template()
    {
        var random = new Random(20_261_122);
        var equal = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Piece(random)).ToArray();
            var one = string.Concat(parts.Select(part => part ?? Value(random)));
            var other = string.Concat(parts.Select(part => part ?? Value(random)));
            if (KeyOf(one) is { } key && key == KeyOf(other))
            {
                MessageMask.Apply(other).Should().Be(MessageMask.Apply(one), "{0} and {1} have one key", one, other);
                MessageMask.Apply(other, 1).Should().Be(MessageMask.Apply(one, 1), "{0} and {1} have one key", one, other);
                equal += string.Equals(one, other, StringComparison.Ordinal) ? 0 : 1;
            }
        }

        equal.Should().BeGreaterThan(5_000, "otherwise this shows nothing");
    }

    [Fact]
    public void Unlike_texts_have_unlike_keys()
    {
        var random = new Random(7);
        var texts = Enumerable.Range(0, 50_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Piece(random) ?? Value(random)))).Distinct(StringComparer.Ordinal);

        foreach (var group in texts.Select(text => (Text: text, Key: KeyOf(text))).Where(entry => entry.Key is not null).GroupBy(entry => entry.Key))
        {
            group.Select(entry => MessageMask.Apply(entry.Text)).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        }
    }

    private static ulong? KeyOf(string message) => MessageKey.TryOf(message, out var key) ? key : null;

    private static string? Piece(Random random) => random.Next(3) == 0 ? null : Pieces[random.Next(Pieces.Length)];

    private static string Value(Random random) => random.Next(12) switch
    {
        0 => new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()).ToString(),
        1 => random.Next().ToString("x", CultureInfo.InvariantCulture),
        2 => random.NextDouble().ToString("F3", CultureInfo.InvariantCulture),
        _ => random.NextInt64((long)Math.Pow(10, random.Next(1, 12))).ToString(CultureInfo.InvariantCulture),
    };
}
