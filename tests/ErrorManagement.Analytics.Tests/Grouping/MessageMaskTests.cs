using System.Globalization;
using System.Text.RegularExpressions;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class MessageMaskTests
{
    [Theory] // U31, B8
    [InlineData("order 42 failed", "order <num> failed")]
    [InlineData("took 120s", "took <num>")]
    [InlineData("took 1.5ms and 2,048 KiB", "took <num> and <num>")]
    [InlineData("is -3 below 1e-05", "is <num> below <num>")]
    [InlineData("id 7F9C24E8-3B12-4E8A-9C1D-0A2B3C4D5E6F gone", "id <guid> gone")]
    [InlineData("id {7f9c24e8-3b12-4e8a-9c1d-0a2b3c4d5e6f} gone", "id {<guid>} gone")]
    [InlineData("at 0x7ffde3a0 now", "at <hex> now")]
    [InlineData("commit 1a2b3c4d5e", "commit <num>")]
    [InlineData("key k3j9x2p7q gone", "key <id> gone")]
    [InlineData("host 10.0.0.1:8080 refused", "host <ip> refused")]
    [InlineData("host 10.0.0.1 refused", "host <ip> refused")]
    [InlineData("host fe80::1 and [2001:db8::ff00:42:8329]:443", "host <ip> and [<ip>]:<num>")]
    [InlineData("GET https://shop.example/orders/7?x=1 failed.", "GET <url> failed.")]
    [InlineData("file /var/log/app.log: denied", "file <path>: denied")]
    [InlineData(@"file C:\Program Files\Shop\a.dll was not found", "file <path> was not found")]
    [InlineData(@"share \\server\share\x gone", "share <path> gone")]
    [InlineData("at 2024-01-31T12:30:45.123Z done", "at <time> done")]
    [InlineData("at 31.01.2024 12:30:45 done", "at <time> done")]
    [InlineData("at 1/31/2024 12:30:45 PM done", "at <time> done")]
    [InlineData("at Fri Jun 17 07:07:00 2005", "at <time>")]
    [InlineData("at Fri, 17 Jun 2005 07:07:00 GMT", "at <time> GMT")]
    [InlineData("after 00:00:30 or 1.02:03:04", "after <time> or <time>")]
    [InlineData("mail jane.doe+x@mail.example.org bounced", "mail <email> bounced")]
    [InlineData("size=12 user=root", "size=<num> user=root")]
    [InlineData("the key 'abc' was not there", "the key '<str>' was not there")]
    [InlineData("the key '' was not there", "the key '<str>' was not there")]
    [InlineData("don't stop, can't go", "don't stop, can't go")]
    [InlineData("it said \"bad thing\" twice", "it said \"<str>\" twice")]
    [InlineData("{\"code\": 5}", "{\"code\": <num>}")]
    [InlineData("\"GET /a/b HTTP/1.1\" 200", "\"GET <path> HTTP/<num>\" <num>")]
    [InlineData("ids 1, 2, 3 and 4,5", "ids <num> and <num>")]
    [InlineData("eth0 and worker12_3", "eth<num> and worker<num>")]
    [InlineData("read/write and/or n/a", "read/write and/or n/a")]
    [InlineData("", "")]
    [InlineData("host db1.eu.example.org refused", "host <name> refused")]
    [InlineData("No such host is known. (api.example.org:443)", "No such host is known. (<name>)")]
    [InlineData("to example.org:8080 and 24-54-76-216.dsl.example.net", "to <name> and <name>")]
    [InlineData("class com.shop.orders.Cart$Line in com.shop.app/.ui.Main", "class <name> in <name>")]
    [InlineData("it ended at end. Next one e.g. this", "it ended at end. Next one e.g. this")]
    [InlineData("java.net.ConnectException: refused by my.app.TimeoutError", "java.net.ConnectException: refused by my.app.TimeoutError")]
    [InlineData("action app.intent.SCREEN_ON", "action app.intent.SCREEN_ON")]
    [InlineData("java.io.tmpdir=/tmp", "java.io.tmpdir=<path>")]
    [InlineData("a.b.run() of System.IO.File", "a.b.run() of System.IO.File")]
    [InlineData("5.2 KB of 317.5 MB in 17 ms; 1 second or 2 seconds", "<num> of <num> in <num>; <num> or <num>")]
    [InlineData("3 slots and 4 Bananas", "<num> slots and <num> Bananas")]
    [InlineData("lifetime 00:01", "lifetime <time>")]
    [InlineData("due 3/9/2026 2:05:06\u202fPM or 2:05 AM", "due <time> or <time>")]
    [InlineData("attempt_1445144423722_0020_m_000000_0 done", "attempt_<num> done")]
    [InlineData("delete blk_-1 blk_23 blk_-456", "delete blk_<num>")]
    [InlineData("delete blk_7", "delete blk_<num>")]
    [InlineData("speeds ( 3552 3534 **** 3515 )", "speeds ( <num> **** <num> )")]
    [InlineData("device 8A-B3-01-5C-54-6B is off", "device <hex> is off")]
    [InlineData("device ee-9c-7e-a3-0f-c4", "device <hex>")]
    [InlineData("device 50-76-31-0D-03-22-11 is off", "device <num>-<num>-<num>-<num>-<num>-<num>-<num> is off")]
    [InlineData("user \u201cbob\u201d left", "user \u201c<str>\u201d left")]
    [InlineData("cannot stat \u2018don\u2019t.txt\u2019: no", "cannot stat \u2018<str>\u2019: no")]
    [InlineData("Nutzer \u201ebob\u201c und \u00bbeve\u00ab", "Nutzer \u201e<str>\u201c und \u00bb<str>\u00ab")]
    [InlineData("nom \u00ab\u00a0bob\u00a0\u00bb absent", "nom \u00ab<str>\u00bb absent")]
    [InlineData("\u30e6\u30fc\u30b6\u30fc\u300cbob\u300d\u304c", "\u30e6\u30fc\u30b6\u30fc\u300c<str>\u300d\u304c")]
    [InlineData("it\u2019s \u201copen", "it\u2019s \u201copen")]
    [InlineData("sent \u201cGET /x now\u201d away", "sent \u201cGET <path> now\u201d away")]
    [InlineData("order \u0661\u0662\u066b\u0663 and \uff11\uff12 failed", "order <num> and <num> failed")]
    [InlineData("is \u221212,5 or \u200e\u22125 or \u061c-7 ok", "is <num> or <num> or <num> ok")]
    [InlineData("rows 5\u22123", "rows <num>\u2212<num>")]
    public void Values_become_placeholders_and_words_stay(string message, string template)
    {
        MessageMask.Apply(message).Should().Be(template);
    }

    // Each line: the hash, a blank, the text. Records are found again by these hashes, so a change here is a mistake.
    [Fact] // D3
    public void Version_1_of_the_mask_stays_what_it_was()
    {
        var lines = ReadLines("MaskVersion1.txt");

        lines.Should().HaveCountGreaterThan(300);
        foreach (var line in lines)
        {
            var text = Regex.Replace(line[17..], @"\\u([0-9a-f]{4})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString(), RegexOptions.None, TimeSpan.FromSeconds(1));
            MessageMask.Hash(text, 1).ToString("x16", CultureInfo.InvariantCulture).Should().Be(line[..16], "of {0}", text);
            MessageMask.Hash(text, 1).Should().Be(StableHash.Of(MessageMask.Apply(text, 1)));
        }

        lines.Count(line => MessageMask.Hash(line.AsSpan(17), 1) != MessageMask.Hash(line.AsSpan(17))).Should().BeGreaterThan(20, "the versions differ");
    }

    [Fact]
    public void The_hash_is_the_hash_of_the_template_without_the_template()
    {
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
        {
            var message = RandomMessage(random);

            MessageMask.Hash(message).Should().Be(StableHash.Of(MessageMask.Apply(message)), "of {0}", message);
        }
    }

    [Fact]
    public void Messages_that_differ_in_their_values_only_have_one_template()
    {
        var random = new Random(5);
        var templates = Enumerable.Range(0, 5_000)
            .Select(_ => MessageMask.Apply($"order {random.NextInt64():x8} of user {random.Next()} took {random.Next(1, 5000)}ms at {random.Next(256)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}:{random.Next(1, 65535)} for {new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}"))
            .Distinct();

        templates.Should().ContainSingle().Which.Should().Be("order <num> of user <num> took <num> at <ip> for <guid>");
    }

    [Fact]
    public void Any_text_of_any_length_is_masked_in_linear_time_and_without_failing()
    {
        // Each of these once made some masker quadratic; 64 K of them would then take minutes.
        foreach (var piece in new[] { "'", "\"a", "`", "a.a@", "1.", "1:", "::", "/", "C:\\", "\\\\a ", "-1", "(", "a_1", "fe80:", "Jan ", "Mon Jan 1", "a.", "a.b.c ", "a-", "1_m_", "1_", "a.b:1", "1 1", "x_1 x_1 ", "1 KB ", "\ud800", "\udc00x", "%", "é1" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

            MessageMask.Hash(text).Should().Be(MessageMask.Hash(text));
            MessageMask.Apply(text).Length.Should().BeLessThanOrEqualTo(MessageMask.MaxLength);
        }
    }

    [Fact]
    public void The_width_of_an_id_does_not_move_the_cut_of_a_long_message()
    {
        var tail = string.Concat(Enumerable.Repeat("and on and ", 500));

        MessageMask.Apply("order 1 " + tail).Should().Be(MessageMask.Apply("order 123456789 " + tail));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Numbers_and_dates_of_any_culture_are_masked_alike(string culture)
    {
        var format = CultureInfo.GetCultureInfo(culture).NumberFormat;

        MessageMask.Apply($"sum {1234567.89.ToString("N2", format)} of FILE i").Should().Be("sum <num> of FILE i");
    }

    [Theory] // D3: numbers of any culture with their sign; the marks of direction and the minus of these are not ASCII
    [InlineData("sv-SE")]
    [InlineData("nb-NO")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    [InlineData("he-IL")]
    public void A_number_below_zero_has_the_placeholder_of_one_above(string culture)
    {
        var format = CultureInfo.GetCultureInfo(culture).NumberFormat;

        MessageMask.Apply($"off by {(-12.5).ToString("0.0", format)} now").Should().Be("off by <num> now");
    }

    private static List<string> ReadLines(string resource)
    {
        using var reader = new StreamReader(typeof(MessageMaskTests).Assembly.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'))];
    }

    private static string RandomMessage(Random random)
    {
        string[] pieces = ["order", " ", "12", "'", "\"", "/a/b", "C:\\x", "@", ".", ":", "-", "ff00", "0x1f", "10.1.2.3", "Jan 1", ", ", "é", "\ud800", "http://x/", "_", "2024-01-02", "12:30:01", "<num>", "a.b.c", " KB", "x_", "00:01", "\u201c", "\u201d", "\u2212", "\u200e", "\u0661", "8A-B3-01-5C-54-6B"];
        return string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
    }
}
