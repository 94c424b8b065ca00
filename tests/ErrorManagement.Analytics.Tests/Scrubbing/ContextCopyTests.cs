using System.Collections;
using System.Globalization;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

public sealed class ContextCopyTests
{
    private static readonly SecretScrubber Scrubber = new(new ScrubbingOptions());

    [Fact]
    public void A_small_clean_context_without_data_is_kept_as_it_is()
    {
        var context = new OperationContext { Operation = "charge", RequestId = "r-17", UserId = "bob" };

        Scrubber.Scrub(context, 32, 1_024).Should().BeSameAs(context);
        Scrubber.Scrub((OperationContext?)null, 32, 1_024).Should().BeNull();
    }

    [Fact]
    public void Every_text_is_scrubbed_and_cut()
    {
        var kept = Scrubber.Scrub(new OperationContext { Operation = "password=hunter2", Phase = new string('x', 50), UserId = new string('a', 15) + "\ud83d\ude00" }, 32, 16)!;

        kept.Operation.Should().Be("password=***");
        kept.Phase.Should().HaveLength(16);
        kept.UserId.Should().Be(new string('a', 15));
    }

    [Fact]
    public void Data_under_a_secret_name_loses_its_value_whatever_its_type() =>
        Data(("Password", 12345), ("apiKey", new[] { 1, 2 }), ("token", null), ("note", "token=abc123"))
            .Should().Equal(new Dictionary<string, object?> { ["Password"] = "***", ["apiKey"] = "***", ["token"] = null, ["note"] = "token=***" });

    [Fact]
    public void Simple_values_stay_and_others_become_texts()
    {
        var id = Guid.NewGuid();
        Data(("n", 5), ("d", 1.5m), ("id", id), ("day", DayOfWeek.Monday), ("uri", new Uri("https://bob:hunter2@x.example/")), ("bytes", new byte[3]), ("e", new InvalidOperationException("password=x1")))
            .Should().Equal(new Dictionary<string, object?> { ["n"] = 5, ["d"] = 1.5m, ["id"] = id, ["day"] = "Monday", ["uri"] = "https://bob:***@x.example/", ["bytes"] = "byte[3]", ["e"] = "System.InvalidOperationException: password=***" });
    }

    [Fact]
    public void What_is_kept_is_not_the_hosts_object()
    {
        var list = new List<object?> { "a" };
        var map = new Dictionary<string, object?> { ["list"] = list };
        var kept = Scrubber.Scrub(new OperationContext { Data = map }, 32, 100)!;
        list.Add("b");
        map["more"] = 1;

        kept.Data.Should().HaveCount(1);
        ((IEnumerable)kept.Data!["list"]!).Cast<object>().Should().Equal("a");
        Scrubber.Scrub(kept, 32, 100).Should().BeSameAs(kept, "it was copied before");
    }

    [Fact]
    public void The_number_of_values_is_bounded_in_all_and_what_is_left_out_is_told()
    {
        var kept = Data([.. Enumerable.Range(0, 40).Select(i => (i.ToString(CultureInfo.InvariantCulture), (object?)i))]);

        kept.Should().HaveCount(33);
        kept["…"].Should().Be("8 more left out");
        Scrubber.Scrub(new OperationContext { Data = new Dictionary<string, object?> { ["list"] = Enumerable.Range(0, 100).ToList() } }, 5, 100)!
            .Data!["list"].Should().BeAssignableTo<IList>().Which.Cast<object>().Should().Equal(0, 1, 2, 3, "… 96 more left out");
    }

    [Fact]
    public void Data_that_is_cyclic_endless_or_broken_does_no_harm()
    {
        var cycle = new Dictionary<string, object?>();
        cycle["self"] = cycle;

        var kept = Data(("cycle", cycle), ("endless", Endless()), ("broken", new Broken()), ("map", new BrokenMap()), ("long", new string('x', 10_000_000)));

        kept["endless"].Should().BeOfType<string>("a query of the host's own is not run");
        kept["broken"].Should().Be(typeof(Broken).ToString());
        kept["map"].Should().BeAssignableTo<IReadOnlyDictionary<string, object?>>().Which["…"].Should().Be($"the rest of {typeof(BrokenMap)} could not be read");
        kept["long"].Should().BeOfType<string>().Which.Should().HaveLength(100);
    }

    [Fact]
    public void Pairs_and_long_numbers_hide_no_secret()
    {
        var kept = Data(("pair", ("password", "hunter2")), ("other", ("count", 5)), ("card", 4111111111111111L), ("order", 4111111111111112L));

        kept["pair"].Should().Be("(password, ***)");
        kept["other"].Should().Be("(count, 5)");
        kept["card"].Should().Be("<card>");
        kept["order"].Should().Be(4111111111111112L);
    }

    [Fact] // hostile: the host never suffers
    public void A_map_that_says_the_same_name_for_ever_is_read_a_little()
    {
        var read = 0;
        var map = new RepeatingMap(() => read++);

        var kept = Scrubber.Scrub(new OperationContext { Data = map }, 32, 100)!.Data!;

        read.Should().BeLessThan(100);
        kept.Should().ContainKey("again");
    }

    private static IReadOnlyDictionary<string, object?> Data(params (string Name, object? Value)[] entries) =>
        Scrubber.Scrub(new OperationContext { Data = entries.ToDictionary(e => e.Name, e => e.Value) }, 32, 100)!.Data!;

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }

    private sealed class Broken
    {
        public override string ToString() => throw new InvalidOperationException();
    }

    private sealed class BrokenMap : IReadOnlyDictionary<string, object?>
    {
        public IEnumerable<string> Keys => throw new InvalidOperationException();

        public IEnumerable<object?> Values => throw new InvalidOperationException();

        public int Count => throw new InvalidOperationException();

        public object? this[string key] => throw new InvalidOperationException();

        public bool ContainsKey(string key) => throw new InvalidOperationException();

        public bool TryGetValue(string key, out object? value) => throw new InvalidOperationException();

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => throw new InvalidOperationException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class RepeatingMap(Action onRead) : IReadOnlyDictionary<string, object?>
    {
        public IEnumerable<string> Keys => throw new InvalidOperationException();

        public IEnumerable<object?> Values => throw new InvalidOperationException();

        public int Count => throw new InvalidOperationException();

        public object? this[string key] => throw new InvalidOperationException();

        public bool ContainsKey(string key) => throw new InvalidOperationException();

        public bool TryGetValue(string key, out object? value) => throw new InvalidOperationException();

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < 1_000_000; i++)
            {
                onRead();
                yield return new("again", i);
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
