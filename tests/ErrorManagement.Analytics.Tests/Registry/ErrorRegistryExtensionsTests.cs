using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryExtensionsTests : IDisposable
{
    private readonly ErrorRegistry _registry = new(null, new FakeTimeProvider());

    public void Dispose() => _registry.Dispose();

    [Fact] // D3
    public void Errors_with_one_fingerprint_are_one_record_across_types_messages_and_stacks()
    {
        var first = _registry.Record(ErrorRegistryTests.Thrown(new TimeoutException("a")), "c", "checkout").Id;
        _registry.Record(new InvalidOperationException("b", new TimeoutException()), "c", "checkout").Id.Should().Be(first);
        _registry.Record(new ErrorOccurrence("c", "Type", "text") { Fingerprint = "checkout" }).Id.Should().Be(first);

        _registry.Record(new TimeoutException("a"), "d", "checkout").IsNew.Should().BeTrue("another component");
        _registry.Record(new TimeoutException("a"), "c", "Checkout").IsNew.Should().BeTrue("to the letter");
        _registry.Record(new TimeoutException("a"), "c").IsNew.Should().BeTrue("by the rules");
        _registry.GetErrors().Should().HaveCount(4);
        _registry.Find(first)!.Count.Should().Be(3);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void No_fingerprint_leaves_it_to_the_rules(string? fingerprint)
    {
        _registry.Record(new TimeoutException("order 1"), "c", fingerprint);
        _registry.Record(new TimeoutException("order 2"), "c", fingerprint).Count.Should().Be(2);
        _registry.Record(new TimeoutException("order 3"), "c").Count.Should().Be(3);
    }

    [Fact]
    public void Of_a_fingerprint_two_hundred_characters_count_and_no_secret()
    {
        var start = new string('x', 200);
        _registry.Record(new TimeoutException("a"), "c", start + "1");
        _registry.Record(new TimeoutException("b"), "c", start + "2").Count.Should().Be(2);
        _registry.Record(new TimeoutException("b"), "c", start[1..] + "2").IsNew.Should().BeTrue();

        _registry.Record(new TimeoutException("a"), "c", "password=hunter2");
        _registry.Record(new TimeoutException("b"), "c", "password=correcthorse").Count.Should().Be(2, "a secret tells nothing apart");
    }

    [Fact]
    public void One_throw_seen_twice_with_a_fingerprint_counts_once()
    {
        var exception = ErrorRegistryTests.Thrown(new TimeoutException("a"));
        _registry.Record(exception, "c", "x");
        _registry.Record(exception, "c", "x").Count.Should().Be(1);
        _registry.Record(exception, "c").Count.Should().Be(1);

        _registry.GetStatistics().TotalCount.Should().Be(1);
    }

    [Fact] // without runtime stacks it is the call site that tells two observers from one that sees a new throw
    public void The_call_site_is_known_to_the_registry()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { UseRuntimeStacks = false }, new FakeTimeProvider());
        var exception = ErrorRegistryTests.Thrown(new TimeoutException("a"));
        registry.Record(exception, "c", "x");
        registry.Record(exception, "c", "x").Count.Should().Be(1);
    }

    [Fact]
    public void Severity_context_and_source_are_recorded()
    {
        _registry.Record(new TimeoutException("a"), "c", "x", ErrorSeverity.Critical, new OperationContext { RequestId = "r" });

        var record = _registry.GetErrors().Single();
        record.Severity.Should().Be(ErrorSeverity.Critical);
        record.Sources.Should().Be(ErrorSources.Catch);
        record.Context!.RequestId.Should().Be("r");
    }

    [Fact]
    public void A_registry_of_another_make_gets_all_of_it_in_an_occurrence()
    {
        var other = Substitute.For<IErrorRegistry>();
        var exception = new TimeoutException("a");
        var context = new OperationContext();

        other.Record(exception, "c", "x", ErrorSeverity.Warning, context);

        other.Received(1).Record(Arg.Is<ErrorOccurrence>(o =>
            o.Exception == exception && o.Component == "c" && o.Fingerprint == "x" && o.Severity == ErrorSeverity.Warning && o.Context == context
            && o.Source == ErrorSources.Catch && o.ErrorType == "System.TimeoutException" && o.Message == "a"));
    }

    [Fact]
    public void An_occurrence_made_of_it_records_the_same()
    {
        var other = Substitute.For<IErrorRegistry>();
        ErrorOccurrence seen = default;
        other.Record(Arg.Do<ErrorOccurrence>(o => seen = o));
        other.Record(new TimeoutException("a"), null!, "x", ErrorSeverity.Critical, new OperationContext { RequestId = "r" });

        var id = _registry.Record(seen).Id;

        _registry.Record(new InvalidOperationException("b"), "unknown", "x").Id.Should().Be(id);
        var record = _registry.GetErrors().Single();
        (record.Severity, record.Sources, record.Component, record.ErrorType).Should().Be((ErrorSeverity.Critical, ErrorSources.Catch, "unknown", "System.TimeoutException"));
    }

    [Fact]
    public void No_exception_records_nothing_and_no_registry_is_an_error()
    {
        _registry.Record(null, "c", "x").Id.IsNone.Should().BeTrue();
        _registry.GetStatistics().TotalCount.Should().Be(0);
        var without = () => ((IErrorRegistry)null!).Record(new TimeoutException(), "c", "x");
        without.Should().Throw<ArgumentNullException>();
    }
}
