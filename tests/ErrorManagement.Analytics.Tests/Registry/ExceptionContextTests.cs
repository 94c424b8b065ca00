using System.Collections;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Families.Framework;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ExceptionContextTests
{
    [Fact] // U1, U8: a coded exception says what is known of the case
    public void A_kept_occurrence_without_a_context_takes_that_of_its_exception()
    {
        using var registry = new ErrorRegistry();
        registry.Record(new ValidationException("too long", field: "iban"), "checkout");
        registry.Record(new ValidationException("too long", field: "iban"), "checkout", context: new OperationContext { Operation = "pay" });

        var occurrences = registry.GetErrors().Should().ContainSingle().Subject.Occurrences;

        occurrences[0].Context!.Data!["field"].Should().Be("iban");
        occurrences[1].Context!.Operation.Should().Be("pay");
        occurrences[1].Context!.Data.Should().BeNull("the host's own context is taken as it is");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Entries_of_its_data_are_taken_unless_that_is_switched_off(bool takes)
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { CaptureExceptionData = takes });

        registry.Record(new IOException("x") { Data = { ["path"] = "/a", [7] = "no name" } }, "disk");

        var context = registry.GetErrors()[0].Occurrences[0].Context;
        if (takes)
        {
            context!.Data.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, object?>("path", "/a"));
        }
        else
        {
            context.Should().BeNull();
        }
    }

    [Fact]
    public void It_is_bounded_in_number()
    {
        var error = new IOException();
        for (var i = 0; i < 1_000; i++)
        {
            error.Data[$"k{i}"] = i;
        }

        ExceptionContext.Of(error, takesData: true)!.Data.Should().HaveCount(32);
    }

    [Fact] // hostile: the host never suffers
    public void Data_that_never_ends_is_read_a_little()
    {
        ExceptionContext.Of(new Endless("same"), takesData: true)!.Data.Should().ContainSingle();
        ExceptionContext.Of(new Endless(7), takesData: true).Should().BeNull();
    }

    [Fact] // hostile: the host never suffers
    public void Data_that_throws_says_nothing()
    {
        ExceptionContext.Of(new Hostile(), takesData: true).Should().BeNull();
        ExceptionContext.Of(new IOException(), takesData: true).Should().BeNull();
        ExceptionContext.Of(null, takesData: true).Should().BeNull();
    }

    private sealed class Hostile : Exception
    {
        public override IDictionary Data => throw new InvalidOperationException();
    }

    private sealed class Endless(object key) : Exception
    {
        public override IDictionary Data { get; } = new EndlessMap(key);
    }

    private sealed class EndlessMap(object key) : Hashtable
    {
        public override int Count => int.MaxValue;

        public override IDictionaryEnumerator GetEnumerator() => new Again(key);
    }

    private sealed class Again(object key) : IDictionaryEnumerator
    {
        // Ends at last, so that a reader that does not stop fails instead of hanging.
        private int _left = 1_000_000;

        public DictionaryEntry Entry => new(key, 1);

        public object Key => key;

        public object? Value => 1;

        public object Current => Entry;

        public bool MoveNext() => _left-- > 0 ? true : throw new InvalidOperationException("read to the end");

        public void Reset()
        {
        }
    }
}
