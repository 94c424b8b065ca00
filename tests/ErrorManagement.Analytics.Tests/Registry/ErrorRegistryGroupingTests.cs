using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryGroupingTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryGroupingTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    private static ErrorId[] RecordFour(ErrorRegistry registry, int count = 4) =>
        [.. Enumerable.Range(0, count).Select(i => registry.Record(new ErrorOccurrence("web", $"Type{(char)('A' + i)}", "it failed")).Id)];

    public static TheoryData<Exception, Exception> InTwoLanguages => new()
    {
        { new HttpRequestException("Connection refused (localhost:5000)", new SocketException((int)SocketError.ConnectionRefused)), new HttpRequestException("Verbindung verweigert (localhost:5000)", new SocketException((int)SocketError.ConnectionRefused)) },
        { new HttpRequestException("503 (Service Unavailable)", null, HttpStatusCode.ServiceUnavailable), new HttpRequestException("503 (Dienst nicht da)", null, HttpStatusCode.ServiceUnavailable) },
        { new Win32Exception(2, "No such file or directory"), new Win32Exception(2, "Datei oder Verzeichnis nicht gefunden") },
        { new IOException("No space left on device", 28), new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar", 28) },
        { new UnauthorizedAccessException("Access to the path is denied.", new IOException("Permission denied", 13)), new UnauthorizedAccessException("Der Zugriff wurde verweigert.", new IOException("Keine Berechtigung", 13)) },
    };

    [Theory] // tracking-peers 7.7: identity from codes, not prose
    [MemberData(nameof(InTwoLanguages))]
    public void One_error_in_two_languages_is_one_record(Exception english, Exception german)
    {
        _registry.Record(english, "web");
        _registry.Record(german, "web");

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(2);
        record.Identity.Should().NotBeNull();
        _registry.Explain(record.Id, record.Id).ToString().Should().Contain(record.Identity!);
    }

    [Fact]
    public void Texts_of_the_applications_own_count_beside_a_code()
    {
        _registry.Record(new OwnFailure("the order is closed"), "web");
        _registry.Record(new OwnFailure("the cart is empty"), "web");
        _registry.Record(new IOException("the file has no header"), "web"); // no code: the text is all there is
        _registry.Record(new IOException("the file has no footer"), "web");

        _registry.GetErrors().Should().HaveCount(4);
    }

    [Fact]
    public void Another_code_is_another_error()
    {
        _registry.Record(new HttpRequestException("no", null, HttpStatusCode.NotFound), "web");
        _registry.Record(new HttpRequestException("no", null, HttpStatusCode.BadGateway), "web");

        var all = _registry.GetErrors();
        all.Should().HaveCount(2);
        _registry.Explain(all[0].Id, all[1].Id).Reasons.Should().Contain("The codes differ: http:502 and http:404.");
    }

    [Fact]
    public void Names_of_types_are_those_of_the_language_in_every_runtime()
    {
        var record = _registry.Find(_registry.Record(new Failure<Dictionary<string, int>>(), "web").Id)!;

        record.ErrorType.Should().Be("ErrorManagement.Analytics.Tests.Registry.ErrorRegistryGroupingTests+Failure<System.Collections.Generic.Dictionary<System.String, System.Int32>>");
    }

    [Fact] // S0.80, S0.81 to the letter
    public void By_exact_message_a_letter_more_is_another_record()
    {
        using var registry = With(GroupingMode.ExactMessage);
        registry.Record(new InvalidOperationException("order 17 failed"), "web");
        registry.Record(new InvalidOperationException("order 17 failed", new TimeoutException()), "web");

        var record = registry.GetErrors().Single();
        record.Fingerprint.Should().Be(FingerprintRules.Of(GroupIdentity.OfMessage("web", "System.InvalidOperationException", "order 17 failed")));
        record.Count.Should().Be(2);
    }

    [Fact]
    public void By_type_and_component_texts_do_not_count()
    {
        using var registry = With(GroupingMode.TypeAndComponent);
        registry.Record(new InvalidOperationException("a"), "web");
        registry.Record(new InvalidOperationException("b"), "web");
        registry.Record(new InvalidOperationException("b"), "jobs");
        registry.Record(new TimeoutException("b"), "web");

        registry.GetErrors().Select(static record => record.Count).Should().BeEquivalentTo([2L, 1, 1]);
    }

    [Fact]
    public void A_merge_and_a_split_are_written_with_their_reasons()
    {
        var (a, b) = (Record("a", 3), Record("b", 4));

        _registry.Merge(a, b, "both are the outage").Should().BeTrue();
        var record = _registry.Find(b)!;
        record.Id.Should().Be(a);
        record.Count.Should().Be(7);
        record.Fingerprints.Should().HaveCount(2);

        _registry.Split(record.Fingerprints[1].ToErrorId()).Should().Be(b);
        _registry.Find(a)!.Count.Should().Be(3);
        _registry.Find(b)!.Count.Should().Be(4);
        Balances(_registry, 7);
    }

    [Fact] // [D3] what somebody made part of a part goes with it
    public void A_split_takes_along_what_was_made_part_of_its_parts()
    {
        var ids = RecordFour(_registry);
        _registry.Merge(ids[1], ids[2]);
        _registry.Merge(ids[0], ids[1]);
        _registry.Merge(ids[3], ids[0]);

        _registry.Split(ids[0]).Should().Be(ids[0]);

        _registry.Find(ids[2])!.Id.Should().Be(ids[0]);
        _registry.Find(ids[0])!.Count.Should().Be(3);
        _registry.Find(ids[3])!.Count.Should().Be(1);
    }

    [Fact] // [D4]
    public void A_split_in_a_full_registry_makes_room_and_keeps_the_ledger()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 2 }, _time);
        var whole = registry.Record(new ErrorOccurrence("web", "Whole", "the whole")).Id;
        var part = registry.Record(new ErrorOccurrence("web", "Part", "the part")).Id;
        registry.Merge(whole, part).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        registry.Record(new ErrorOccurrence("web", "Later", "the later one"));

        registry.Split(part).Should().Be(part);

        registry.Find(part)!.Count.Should().Be(1);
        registry.Find(whole).Should().BeNull("it was longest unseen");
        var ledger = registry.GetLedger();
        ledger.Captured.Should().Be(3).And.Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
    }

    [Fact] // what goes from one record to another needs no place of its own
    public void Moving_a_part_in_a_full_registry_evicts_nothing()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 3 }, _time);
        var ids = RecordFour(registry, 3);
        registry.Merge(ids[0], ids[1]);
        registry.Merge(ids[2], ids[0]);
        var first = registry.Record(new ErrorOccurrence("web", "First", "something else")).Id;
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = registry.Record(new ErrorOccurrence("web", "Second", "something else")).Id;
        _time.Advance(TimeSpan.FromSeconds(1));
        registry.Record(new ErrorOccurrence("web", "TypeC", "it failed"));

        registry.Split(ids[0]); // one place for it, none for what goes along

        registry.Find(first).Should().BeNull();
        registry.Find(second).Should().NotBeNull();
        registry.Find(ids[1])!.Id.Should().Be(ids[0]);
    }

    [Fact]
    public void A_reason_is_bounded_and_holds_no_secrets()
    {
        var (a, b) = (Record("a", 1), Record("b", 1));

        _registry.Merge(a, b, "password=hunter2hunter2 " + new string('x', 1_000));

        var reason = _registry.Explain(a, b).Reasons[0];
        reason.Should().NotContain("hunter2hunter2");
        reason.Length.Should().BeLessThan(700);
    }

    [Fact]
    public void Clear_forgets_what_was_decided()
    {
        var (a, b) = (Record("a", 1), Record("b", 1));
        _registry.Merge(a, b);
        _registry.Clear();

        Record("a", 1);
        Record("b", 1);
        _registry.GetErrors().Should().HaveCount(2);
    }

    [Fact]
    public void Every_part_of_an_identity_that_differs_is_told_with_both_values()
    {
        var plain = Record("user found", 1);
        var differs = new (ErrorId Id, string Reason)[]
        {
            (_registry.Record(new InvalidOperationException("user found"), "jobs").Id, "The components differ: web and jobs."),
            (_registry.Record(new TimeoutException("user found"), "web").Id, "The types differ: System.InvalidOperationException and System.TimeoutException."),
            (_registry.Record(new InvalidOperationException("user found", new TimeoutException()), "web").Id, "The types differ at depth 1: nothing and System.TimeoutException inside."),
            (_registry.Record(new InvalidOperationException("user lost"), "web").Id, "The templates differ in one word, [found] and [lost]: \"user [found]\" and \"user [lost]\"."),
            (_registry.Record(new InvalidOperationException("no such thing"), "web").Id, "The templates differ: \"user found\" and \"no such thing\"."),
        };

        foreach (var (id, reason) in differs)
        {
            var explanation = _registry.Explain(plain, id);
            explanation.AreOne.Should().BeFalse();
            explanation.Reasons.Should().ContainMatch(reason.Replace("?", "??", StringComparison.Ordinal) + "*");
        }
    }

    [Fact]
    public void Counts_stay_exact_while_records_are_put_together_and_taken_apart()
    {
        const int threads = 4;
        const int rounds = 30_000;
        var ids = Enumerable.Range(0, 3).Select(i => Record($"message {(char)('a' + i)}", 1)).ToArray();
        var counts = new long[3];
        Array.Fill(counts, 1);
        var done = false;
        var recorders = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            var random = new Random(t);
            for (var i = 0; i < rounds; i++)
            {
                var which = random.Next(3);
                Interlocked.Increment(ref counts[which]);
                _registry.Record(new InvalidOperationException($"message {(char)('a' + which)}"), "web");
            }
        })).ToArray();
        var steering = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                _registry.Merge(ids[0], ids[1]);
                _registry.Merge(ids[0], ids[2]);
                _registry.Split(ids[1]);
                _registry.Split(ids[2]);
            }
        });
        steering.Start();
        Array.ForEach(recorders, static thread => thread.Start());
        Array.ForEach(recorders, static thread => thread.Join());
        Volatile.Write(ref done, true);
        steering.Join();

        _registry.Split(ids[1]);
        _registry.Split(ids[2]);
        ids.Select(id => _registry.Find(id)!.Count).Should().Equal(counts);
        Balances(_registry, (threads * rounds) + 3);
    }

    [Fact]
    public void The_ledger_balances_while_chains_of_records_are_made_and_undone()
    {
        const int rounds = 20_000;
        var ids = Enumerable.Range(0, 4).Select(i => Record($"message {(char)('a' + i)}", 1)).ToArray();
        var done = false;
        var recorders = Enumerable.Range(0, 3).Select(t => new Thread(() =>
        {
            for (var i = 0; i < rounds; i++)
            {
                _registry.Record(new InvalidOperationException($"message {(char)('a' + ((i + t) % 4))}"), "web");
            }
        })).ToArray();
        var steering = new Thread(() =>
        {
            var random = new Random(3);
            while (!Volatile.Read(ref done))
            {
                _registry.Merge(ids[random.Next(4)], ids[random.Next(4)]);
                _registry.Split(ids[random.Next(4)]);
                _registry.GetLedger().SampledOut.Should().BeGreaterThanOrEqualTo(0);
            }
        });
        steering.Start();
        Array.ForEach(recorders, static thread => thread.Start());
        Array.ForEach(recorders, static thread => thread.Join());
        Volatile.Write(ref done, true);
        steering.Join();

        Balances(_registry, (3 * rounds) + 4);
        _registry.GetErrors().Sum(static record => record.Count).Should().Be((3 * rounds) + 4);
    }

    private static void Balances(ErrorRegistry registry, long total)
    {
        var ledger = registry.GetLedger();
        ledger.Captured.Should().Be(total);
        (ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum()).Should().Be(total);
        ledger.SampledOut.Should().BeGreaterThanOrEqualTo(0);
        registry.GetStatistics().TotalCount.Should().Be(total);
        registry.GetTimeline(TimeSpan.FromHours(1)).Sum(static point => point.Count).Should().Be(total);
    }

    private ErrorId Record(string message, int times)
    {
        ErrorId id = default;
        for (var i = 0; i < times; i++)
        {
            id = _registry.Record(new InvalidOperationException(message), "web").Id;
        }

        return id;
    }

    private ErrorRegistry With(GroupingMode mode) => new(new ErrorRegistryOptions { Grouping = new GroupingOptions { By = mode } }, _time);

    private sealed class OwnFailure(string message) : IOException(message, 28);

    private sealed class Failure<T> : Exception;
}
