using ErrorManagement.Classification;

namespace ErrorManagement.Core.Tests.Classification;

public class WordReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" -_.", "")]
    [InlineData("TimeoutError", "Timeout|Error")]
    [InlineData("HTTPError", "HTTP|Error")]
    [InlineData("IOException", "IO|Exception")]
    [InlineData("timed_out", "timed|out")]
    [InlineData("ECONNREFUSED", "ECONNREFUSED")]
    [InlineData("ERR_CONNECTION_REFUSED", "ERR|CONNECTION|REFUSED")]
    [InlineData("HTTP/1.1 503", "HTTP|1|1|503")]
    [InlineData("Http503Error", "Http|503|Error")]
    [InlineData("120s", "120|s")]
    [InlineData("couldn't", "couldn|t")]
    [InlineData("Generic`1", "Generic|1")]
    [InlineData("déjà vu", "déjà|vu")]
    [InlineData("ÄrgerÖl", "Ärger|Öl")]
    [InlineData("接続エラー x", "接続エラー|x")]
    [InlineData("a\ud83d\ude00b", "a|b")]
    [InlineData("\ud83d", "")]
    public void Words_are_runs_of_letters_or_digits_parted_by_humps_and_signs(string text, string words) =>
        string.Join('|', Read(text)).Should().Be(words);

    [Fact]
    public void Every_letter_and_digit_is_read_once_in_order()
    {
        var random = new Random(20261121);
        const string Signs = "aZ9_- é接\ud83d.B";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Create(random.Next(0, 30), random, static (span, r) =>
            {
                for (var j = 0; j < span.Length; j++)
                {
                    span[j] = Signs[r.Next(Signs.Length)];
                }
            });
            if (string.Concat(Read(text)) != string.Concat(text.Where(char.IsLetterOrDigit)))
            {
                Assert.Fail(text);
            }
        }
    }

    private static List<string> Read(string text)
    {
        List<string> words = [];
        var reader = new WordReader(text);
        while (reader.Read())
        {
            words.Add(reader.Word.ToString());
        }

        return words;
    }
}
