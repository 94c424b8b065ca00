using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;

namespace ErrorManagement.Core.Tests.Errors;

public class ErrorSinkGuardTests
{
    [Fact]
    public void A_sink_that_throws_never_reaches_the_caller_and_is_counted()
    {
        var before = ErrorManagementDiagnostics.SwallowedFailures;
        var sink = new Sink(fails: true);

        sink.TryReport(new ErrorOccurrence("c", "t", "m")); // U26, D5
        sink.TryIdentify(new TimeoutException(), "c").IsNone.Should().BeTrue();

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(before + 2);
    }

    [Fact]
    public void A_sink_that_works_gets_what_was_reported_and_its_answer_comes_back()
    {
        var sink = new Sink(fails: false);

        sink.TryReport(new ErrorOccurrence("c", "t", "m"));

        sink.Seen.Should().Equal("c/t/m");
        sink.TryIdentify(new TimeoutException(), "c").Should().Be(new ErrorId(7));
    }

    private sealed class Sink(bool fails) : IErrorSink
    {
        public List<string> Seen { get; } = [];

        public void Report(in ErrorOccurrence occurrence)
        {
            Seen.Add($"{occurrence.Component}/{occurrence.ErrorType}/{occurrence.Message}");
            ThrowIfFailing();
        }

        public ErrorId Identify(Exception exception, string component)
        {
            ThrowIfFailing();
            return new ErrorId(7);
        }

        private void ThrowIfFailing()
        {
            if (fails)
            {
                throw new InvalidOperationException("the sink is broken");
            }
        }
    }
}
