using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts;

public sealed class AlertTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" a \r\n\t b ", "a b")]
    [InlineData("plain", "plain")]
    [InlineData("Zahlung für Änne 支払い", "Zahlung für Änne 支払い")]
    [InlineData("x\u202Ey\0", "x(U+202E)y(U+0000)")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("12345678901", "123456789…")]
    [InlineData("12345678😀", "12345678😀")]
    [InlineData("123456789😀", "123456789…")]
    public void A_text_is_one_harmless_line(string? text, string line)
    {
        AlertText.Line(text, text is { Length: > 11 } or "x\u202Ey\0" ? 100 : 10).Should().Be(line);
        AlertText.Line(line, 100).Should().Be(line, "once is enough");
    }

    [Fact] // not in the table above: metadata cannot hold it
    public void Half_a_surrogate_pair_is_shown_as_such() => AlertText.Line("half \uD800 pair", 100).Should().Be("half \uFFFD pair");

    [Fact]
    public void Whatever_the_text_it_is_not_too_long_and_breaks_nothing()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => (char)(random.Next(4) switch { 0 => random.Next(0xD800, 0xE000), 1 => random.Next(0x2000, 0x2070), 2 => random.Next(0, 33), _ => random.Next(32, 127) })));
            var max = random.Next(2, 40);
            var line = AlertText.Line(text, max);
            line.Length.Should().BeLessThanOrEqualTo(max);
            line.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202E').Should().BeFalse();
            line.EnumerateRunes().Sum(static rune => rune.Utf16SequenceLength).Should().Be(line.Length);
        }
    }

    [Fact] // S0.118: rule name and sorted labels
    public void A_fingerprint_says_rule_and_labels_in_order_and_is_never_that_of_others()
    {
        Of("r", ("b", "2"), ("a", "1")).Should().Be("r{a=\"1\",b=\"2\"}");
        Of("r").Should().Be("r");
        new[] { Of("r", ("a", "1\",b=\"2")), Of("r", ("a", "1"), ("b", "2")), Of("r", ("a=\"1\",b", "2")), Of("r{a=\"1\"", ("b", "2")), Of("r", ("a", "1\\"), ("b", "2")), Of("r", ("a", "1\\\\"), ("b", "2")) }
            .Should().OnlyHaveUniqueItems();

        Of("x{y", ("a", "1")).Should().NotBe(Of("x", ("y{a", "1")), "a brace in a name is none of the labels");

        static string Of(string rule, params (string, string)[] labels) => AlertText.Fingerprint(rule, AlertText.Labels(labels.Select(static label => KeyValuePair.Create(label.Item1, label.Item2))));
    }
}
