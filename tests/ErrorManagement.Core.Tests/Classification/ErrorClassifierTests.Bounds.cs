using System.Net;
using System.Net.Sockets;
using System.Reflection;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

#pragma warning disable CA2201 // the runtime's own exceptions are judged here, so they are made here

// Chains without an end, exceptions that throw, and what a verdict costs.
public partial class ErrorClassifierTests
{
    [Fact]
    public void A_chain_of_any_length_is_judged_in_bounded_time()
    {
        Exception chain = new TimeoutException();
        for (var i = 0; i < 10_000; i++)
        {
            chain = new InvalidOperationException("odd", chain);
        }

        Classifier.Classify(chain).Category.Should().Be(Unknown); // the cause lies deeper than 32 levels

        Exception nested = new TimeoutException();
        for (var i = 0; i < 10_000; i++)
        {
            nested = new AggregateException(nested);
        }

        Classifier.Classify(nested).Category.Should().Be(Unknown);
        Classifier.Classify(nested, new CancellationToken(true)).IsCallerCancellation.Should().BeFalse();
    }

    [Fact]
    public void A_cause_at_the_last_level_is_found_and_one_below_is_not()
    {
        Classifier.Classify(Wrap(31)).Category.Should().Be(Transient);
        Classifier.Classify(Wrap(32)).Category.Should().Be(Unknown);

        static Exception Wrap(int times)
        {
            Exception e = new TimeoutException();
            for (var i = 0; i < times; i++)
            {
                e = new InvalidOperationException("odd", e);
            }

            return e;
        }
    }

    [Fact]
    public void Many_inner_exceptions_are_looked_at_up_to_a_bound()
    {
        var odd = Enumerable.Repeat<Exception>(new InvalidOperationException("odd"), 100_000);

        Classifier.Classify(new AggregateException(odd.Append(new TimeoutException()))).Category.Should().Be(Unknown);
        Classifier.Classify(new AggregateException(odd.Take(60).Append(new TimeoutException()))).Category.Should().Be(Transient);
    }

    [Fact]
    public void A_chain_that_bites_its_own_tail_ends()
    {
        var inner = new InvalidOperationException("odd");
        var outer = new InvalidOperationException("odd", inner);
        typeof(Exception).GetField("_innerException", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(inner, outer);

        Classifier.Classify(outer).Category.Should().Be(Unknown);
    }

    [Fact]
    public void Exceptions_that_throw_when_asked_are_judged_by_what_is_left()
    {
        Classifier.Classify(new Hostile(new TimeoutException())).Category.Should().Be(Transient);
        Classifier.Classify(new HostileCoded()).Should().BeEquivalentTo(new { Category = Unknown, Severity = ErrorSeverity.Error });
        Classifier.Classify(new DatabaseFailure(false, () => throw new InvalidOperationException("closed"))).Category.Should().Be(Unknown);
        Classifier.Classify(new NullMessage()).Category.Should().Be(Unknown);
    }

    [Fact]
    public void No_exception_is_a_mistake_of_the_caller() =>
        FluentActions.Invoking(() => Classifier.Classify(null!)).Should().Throw<ArgumentNullException>();

    [Fact]
    public void Common_types_are_judged_without_allocation()
    {
        Exception[] common =
        [
            new TimeoutException(), new SocketException((int)SocketError.TimedOut), new HttpRequestException("x", null, HttpStatusCode.BadGateway), new IOException("x"),
            new TaskCanceledException("x", new TimeoutException()), new FormatException(), new ArgumentNullException(), new UnauthorizedAccessException(), new NotSupportedException(),
            new ConnectionRefusedError("x"), new InvalidOperationException("request timed out"), new InvalidOperationException("failure"), new InvalidOperationException("x", new TimeoutException()),
            new AggregateException(new TimeoutException()),
        ];
        foreach (var exception in common)
        {
            Measure(exception); // everything that is made once is made now
            Measure(exception).Should().Be(0, "{0}", exception.GetType());
        }

        static long Measure(Exception exception)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                Classifier.Classify(exception);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Random_messages_never_break_it_and_never_allocate_a_verdict_out_of_nothing()
    {
        var random = new Random(20261121);
        string[] pieces = ["timeout", "HTTP", "503", " ", "-", "_", "Connection", "refused", "\0", "\ud83d", "é", "status", "://", "not", "is", "Error", "X", "9"];
        for (var i = 0; i < 20_000; i++)
        {
            var message = string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var verdict = Classifier.Classify(new InvalidOperationException(message));
            Enum.IsDefined(verdict.Category).Should().BeTrue();
            Classifier.Classify(new InvalidOperationException(message)).Should().Be(verdict);
        }
    }
}
