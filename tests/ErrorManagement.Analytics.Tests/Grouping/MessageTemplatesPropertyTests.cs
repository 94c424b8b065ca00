using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

/// <summary>What holds for all texts. The seeds are fixed, so a failure stays.</summary>
public sealed class MessageTemplatesPropertyTests
{
    private static readonly string[] Words =
    [
        "order", "of", "for", "user", "session", "opened", "closed", "ann", "bob", "cid", "dan", "eve", "fay", "RUNNING", "STOPPED", "GET", "key=", "key=null", "(x)", "()", "{a=1}", "5", "17", "0x1f", "10.0.0.1",
        "db.example.org", "/var/log", "'q'", "blk_5", "5 KB", "a, b", "<num>", "<*>", "\ud800", "\u0000", "é", "🙂", "=", ",", "[", "]", "  ", "\t", "****",
    ];

    [Fact]
    public void The_same_message_again_belongs_to_the_same_template()
    {
        var random = new Random(1);
        var templates = new MessageTemplates();
        for (var i = 0; i < 20_000; i++)
        {
            var message = Message(random);

            var id = templates.Add(message);

            templates.Resolve(templates.Add(message)).Should().Be(templates.Resolve(id), "of {0}", message);
        }
    }

    [Fact]
    public void Groups_that_are_one_stay_one_and_ids_resolve_to_older_ones()
    {
        var random = new Random(2);
        var templates = new MessageTemplates();
        var ids = new List<int>();
        var resolved = new List<int>();
        var merged = 0;
        for (var i = 0; i < 5_000; i++)
        {
            ids.Add(templates.Add(Message(random)));
            resolved.Add(templates.Resolve(ids[^1]));
            if (i % 250 == 0)
            {
                var now = ids.ConvertAll(templates.Resolve);
                for (var k = 0; k < now.Count; k++)
                {
                    now[k].Should().BeLessThanOrEqualTo(resolved[k]).And.Be(templates.Resolve(resolved[k]));
                    merged += now[k] < resolved[k] ? 1 : 0;
                }

                resolved = now;
            }
        }

        merged.Should().BeGreaterThan(100, "otherwise this shows nothing");
    }

    [Fact]
    public void Messages_of_one_masked_text_are_one_group_in_any_order()
    {
        var random = new Random(3);
        var messages = Enumerable.Range(0, 2_000).Select(_ => Message(random)).ToArray();
        for (var order = 0; order < 5; order++)
        {
            random.Shuffle(messages);
            var templates = new MessageTemplates();
            var ids = messages.Select(message => templates.Add(message)).ToList();

            foreach (var group in messages.Zip(ids).GroupBy(pair => MessageMask.Apply(pair.First), StringComparer.Ordinal))
            {
                group.Select(pair => templates.Resolve(pair.Second)).Distinct().Should().ContainSingle();
            }
        }
    }

    [Fact]
    public void Where_no_word_came_in_the_place_of_a_value_the_groups_are_the_same_in_any_order()
    {
        var random = new Random(4);
        string[] users = ["ann", "bob", "cid", "dan", "eve", "fay", "gil", "hal"];
        var messages = Enumerable.Range(0, 400).Select(i => (i % 4) switch
        {
            0 => $"session {i} opened for {users[random.Next(users.Length)]} by system",
            1 => $"session {i} closed for {users[random.Next(users.Length)]} by system",
            2 => $"worker {i} was {(i % 8 == 2 ? "started" : "stopped")} again",
            _ => $"synchronized to {(i % 8 == 3 ? "10.0.0.1" : "ntp.example.org")}, stratum {i}",
        }).ToArray();
        HashSet<string>? first = null;
        for (var order = 0; order < 10; order++)
        {
            random.Shuffle(messages);
            var templates = new MessageTemplates();
            var ids = messages.Select(message => templates.Add(message)).ToList();
            var groups = messages.Zip(ids).GroupBy(pair => templates.Resolve(pair.Second), pair => pair.First)
                .Select(group => string.Join('\n', group.Order(StringComparer.Ordinal))).ToHashSet(StringComparer.Ordinal);

            groups.Should().HaveCount(5);
            (first ??= groups).Should().BeEquivalentTo(groups);
        }
    }

    [Fact]
    public void The_same_messages_in_the_same_order_get_the_same_ids()
    {
        var messages = Enumerable.Range(0, 3_000).Select(i => Message(new Random(i))).ToList();
        var one = new MessageTemplates();
        var other = new MessageTemplates();

        messages.ConvertAll(message => other.Add(message)).Should().Equal(messages.ConvertAll(message => one.Add(message)));
    }

    [Fact]
    public void Any_text_is_a_message()
    {
        var random = new Random(5);
        var templates = new MessageTemplates();
        var texts = new List<string> { "", " ", "\0", "\ud800", "\udc00\ud800", "<", "<*>", "=", "()", "( ) [ ] { } = , ; |", new('(', 1_000_000), new(' ', 1_000_000), new('=', 1_000_000) };

        // All of Unicode's units, each alone and in blocks; binary; a megabyte of pieces that are read on from their beginning.
        texts.AddRange(Enumerable.Range(0, 65_536 / 64).Select(block => new string([.. Enumerable.Range(block * 64, 64).Select(unit => (char)unit)])));
        texts.AddRange(Enumerable.Range(0, 200).Select(_ => new string([.. Enumerable.Range(0, random.Next(2_000)).Select(_ => (char)random.Next(65_536))])));
        texts.AddRange(Enumerable.Range(0, 200).Select(_ => new string([.. Enumerable.Range(0, random.Next(2_000)).Select(_ => (char)random.Next(128))])));
        texts.AddRange(Words.Select(word => string.Concat(Enumerable.Repeat(word + " ", 1_000_000 / (word.Length + 1)))));
        foreach (var text in texts)
        {
            var id = templates.Add(text);

            templates.Resolve(templates.Add(text)).Should().Be(templates.Resolve(id));
            templates.GetTemplate(id).Should().NotBeNull();
            templates.GetFacets(id).Should().HaveCountLessThanOrEqualTo(8);
        }
    }

    [Fact]
    public void Memory_is_bounded_under_messages_that_are_all_new()
    {
        var random = new Random(6);
        var templates = new MessageTemplates();
        for (var i = 0; i < 3 * MessageTemplates.Capacity; i++)
        {
            templates.Add(string.Join(' ', Enumerable.Range(0, 12).Select(_ => Name(random))));
        }

        var more = Enumerable.Range(0, MessageTemplates.Capacity).Select(_ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => Name(random)))).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var message in more)
        {
            templates.Add(message);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000, "it is full: what is new is kept no more");
    }

    private static string Message(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 7)).Select(_ => Words[random.Next(Words.Length)]));

    private static string Name(Random random) => new([.. Enumerable.Range(0, 6).Select(_ => (char)('g' + random.Next(20)))]);
}
