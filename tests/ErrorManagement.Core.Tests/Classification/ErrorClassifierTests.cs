using System.Net;
using System.Net.Sockets;
using System.Reflection;
using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Http;
using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Resilience;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

#pragma warning disable CA2201 // the runtime's own exceptions are judged here, so they are made here

public partial class ErrorClassifierTests
{
    private static readonly ErrorClassifier Classifier = ErrorClassifier.Default;

    public static TheoryData<string> Names => [.. ThrownForReal.Cases.Keys];

    [Theory] // A4, U3, U9, U10
    [MemberData(nameof(Names))]
    public async Task Exceptions_thrown_for_real_get_the_verdict_of_an_expert(string name)
    {
        var expected = ThrownForReal.Cases[name];
        var thrown = await Record.ExceptionAsync(expected.Throw);
        thrown.Should().NotBeNull();

        var verdict = Classifier.Classify(thrown!);

        verdict.Category.Should().Be(expected.Category, "{0}", thrown);
        verdict.Severity.Should().Be(expected.Severity, "{0}", thrown);
        verdict.IsFatal.Should().Be(expected.Severity == ErrorSeverity.Critical);
        verdict.CanRetry.Should().Be(!verdict.IsFatal);
        verdict.IsCallerCancellation.Should().BeFalse();
        if (OperatingSystem.IsLinux() || !expected.Identity.StartsWith("hresult:", StringComparison.Ordinal))
        {
            expected.Allows(verdict.Identity.ToString()).Should().BeTrue("{0} is expected, {1} found: {2}", expected.Identity, verdict.Identity, thrown);
        }
    }

    [Fact] // A4
    public void At_least_200_exceptions_are_thrown_for_real_and_an_unknown_one_has_a_reason()
    {
        ThrownForReal.Cases.Should().HaveCountGreaterThanOrEqualTo(200);
        ThrownForReal.Cases.Where(c => c.Value.Category == Unknown != c.Value.WhyUnknown is not null).Select(c => c.Key).Should().BeEmpty();
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_error()
    {
        using var caller = new CancellationTokenSource(); // D9
        await using var server = new LoopbackServer(LoopbackServer.Silence());
        using var client = new HttpClient();
        var asking = client.GetStringAsync(server.Address, caller.Token);
        await caller.CancelAsync();
        var fromClient = await Record.ExceptionAsync(() => asking);
        var fromDelay = await Record.ExceptionAsync(() => Task.Delay(Timeout.Infinite, caller.Token));
        var fromWait = Record.Exception(() => Task.Delay(Timeout.Infinite, caller.Token).Wait());

        foreach (var exception in new[] { fromClient!, fromDelay!, fromWait! })
        {
            Classifier.Classify(exception, caller.Token).Should().Be(ErrorClassification.CallerCancellation);
            Classifier.Classify(exception, caller.Token).IsCallerCancellation.Should().BeTrue();
        }
    }

    [Fact] // D9
    public void Wrapping_does_not_hide_the_callers_cancellation_and_a_hosts_own_error_does()
    {
        var cancelled = new OperationCanceledException();
        var invoked = new TargetInvocationException(cancelled);

        Classifier.Classify(invoked, new CancellationToken(true)).IsCallerCancellation.Should().BeTrue();
        Classifier.Classify(new AggregateException(invoked, cancelled), new CancellationToken(true)).IsCallerCancellation.Should().BeTrue();
        Classifier.Classify(new TargetInvocationException(new FormatException()), new CancellationToken(true)).IsCallerCancellation.Should().BeFalse();
        Classifier.Classify(new InvalidOperationException("the order is half made", cancelled), new CancellationToken(true)).IsCallerCancellation.Should().BeFalse("nothing is lost silently");
    }

    [Fact] // D9
    public async Task A_deadline_linked_to_the_callers_token_is_a_time_out_until_the_caller_gives_up()
    {
        using var caller = new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(caller.Token);
        await linked.CancelAsync(); // as its CancelAfter does

        var verdict = Classifier.Classify(new OperationCanceledException(linked.Token), caller.Token);

        verdict.Should().BeEquivalentTo(new { IsCallerCancellation = false, Category = Transient, Severity = ErrorSeverity.Warning });
    }

    [Fact]
    public void A_linked_token_that_the_caller_cancelled_is_the_callers_cancellation()
    {
        using var caller = new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(caller.Token);
        caller.Cancel();

        Classifier.Classify(new OperationCanceledException(linked.Token), caller.Token).IsCallerCancellation.Should().BeTrue();
    }

    [Fact]
    public void A_client_that_timed_out_stays_an_error_even_when_the_caller_gives_up_a_moment_later()
    {
        var timedOut = new TaskCanceledException("The request timed out.", new TimeoutException());

        var verdict = Classifier.Classify(timedOut, new CancellationToken(true));

        verdict.IsCallerCancellation.Should().BeFalse();
        verdict.Category.Should().Be(Transient);
        verdict.Severity.Should().Be(ErrorSeverity.Warning);
    }

    [Fact]
    public void Several_tasks_are_the_callers_cancellation_only_when_all_of_them_are()
    {
        var cancelled = new OperationCanceledException(new CancellationToken(true));

        Classifier.Classify(new AggregateException(cancelled, new AggregateException(cancelled)), new CancellationToken(true)).IsCallerCancellation.Should().BeTrue();
        Classifier.Classify(new AggregateException(cancelled, new FormatException()), new CancellationToken(true)).Category.Should().Be(DataValidation);
        Classifier.Classify(new AggregateException(), new CancellationToken(true)).IsCallerCancellation.Should().BeFalse();
    }

    [Fact]
    public void The_type_comes_before_the_name_the_name_before_the_message_the_message_before_what_is_inside()
    {
        Classifier.Classify(new FormatException("request timed out")).Category.Should().Be(DataValidation);
        Classifier.Classify(new RateLimitError("request timed out")).Category.Should().Be(RateLimit);
        Classifier.Classify(new InvalidOperationException("rate limit", new TimeoutException())).Category.Should().Be(RateLimit);
        Classifier.Classify(new InvalidOperationException("odd", new TimeoutException())).Category.Should().Be(Transient);
    }

    [Fact]
    public void A_status_comes_before_all_words_and_500_stays_unknown()
    {
        Classifier.Classify(new HttpRequestException("request timed out", new TimeoutException(), HttpStatusCode.InternalServerError)).Category.Should().Be(Unknown);
        Classifier.Classify(new HttpRequestException("connection refused", null, HttpStatusCode.Unauthorized)).Category.Should().Be(Authentication);
    }

    [Fact]
    public void A_declared_category_comes_before_all_but_own_rules()
    {
        var declared = new Declared(Permanent, null, "request timed out", new TimeoutException());

        Classifier.Classify(declared).Category.Should().Be(Permanent);
        Make(o => o.Rules.Add(ErrorRule.ForType<Declared>(RateLimit))).Classify(declared).Category.Should().Be(RateLimit);
        Classifier.Classify(new Declared(null, null, "odd", new TimeoutException())).Category.Should().Be(Transient); // U9a: left to the inner one
        Classifier.Classify(new Declared(null, null, "odd", null)).Category.Should().Be(Unknown);
    }

    [Fact]
    public void An_explicit_severity_comes_before_the_policy()
    {
        Classifier.Classify(new Declared(null, ErrorSeverity.Debug, "x", null)).Severity.Should().Be(ErrorSeverity.Debug); // U3
        Classifier.Classify(new Declared(null, null, "x", null)).Severity.Should().Be(ErrorSeverity.Error);
    }

    [Theory] // U3, S0.77
    [InlineData(typeof(ConnectionRefusedError), ErrorSeverity.Warning)]
    [InlineData(typeof(TimeoutError), ErrorSeverity.Warning)]
    [InlineData(typeof(NetworkError), ErrorSeverity.Error)]
    [InlineData(typeof(ReCONNECTIONSFailed), ErrorSeverity.Warning)]
    [InlineData(typeof(HeirOfTimeoutError), ErrorSeverity.Warning)]
    public void Names_with_timeout_or_connection_are_warnings(Type type, ErrorSeverity expected) =>
        Classifier.Classify((Exception)Activator.CreateInstance(type, "")!).Severity.Should().Be(expected);

    [Theory] // U3, S3.23
    [InlineData(Permanent, ErrorSeverity.Critical)]
    [InlineData(Authentication, ErrorSeverity.Error)]
    [InlineData(DataValidation, ErrorSeverity.Warning)]
    [InlineData(Unknown, ErrorSeverity.Warning)]
    [InlineData(RateLimit, ErrorSeverity.Info)]
    [InlineData(Transient, ErrorSeverity.Info)]
    public void The_other_policy_takes_the_severity_from_the_category(ErrorCategory category, ErrorSeverity expected)
    {
        var classifier = Make(o => o.SeverityPolicy = SeverityPolicy.ByCategory);

        classifier.Classify(new Declared(category, null, "odd", null)).Severity.Should().Be(expected);
        classifier.Classify(new AggregateException(new Declared(category, null, "odd", null))).Severity.Should().Be(expected);
        classifier.Classify(new Declared(category, ErrorSeverity.Debug, "odd", null)).Severity.Should().Be(ErrorSeverity.Debug, "what is declared comes first");
        classifier.Classify(new OutOfMemoryException("timed out")).Severity.Should().Be(ErrorSeverity.Critical);
        Make(o =>
        {
            o.SeverityPolicy = SeverityPolicy.ByCategory;
            o.Rules.Add(ErrorRule.ForType<FormatException>(category));
        }).Classify(new FormatException()).Severity.Should().Be(expected);
    }

    [Fact]
    public void Critical_types_are_critical_whatever_their_name()
    {
        Classifier.Classify(new InsufficientMemoryException()).Severity.Should().Be(ErrorSeverity.Critical);
        Classifier.Classify(new StackOverflowException()).Severity.Should().Be(ErrorSeverity.Critical);
        Classifier.Classify(new AccessViolationException()).Severity.Should().Be(ErrorSeverity.Critical);
        Classifier.Classify(new AggregateException(new OutOfMemoryException())).Severity.Should().Be(ErrorSeverity.Critical);
    }

    [Theory]
    [InlineData(true, null, Transient, "")]
    [InlineData(true, "23505", Transient, "sqlstate:23505")]
    [InlineData(false, "40001", Transient, "sqlstate:40001")]
    [InlineData(false, "08006", Transient, "sqlstate:08006")]
    [InlineData(false, "57P01", Transient, "sqlstate:57P01")]
    [InlineData(false, "28P01", Authentication, "sqlstate:28P01")]
    [InlineData(false, "42501", Authentication, "sqlstate:42501")]
    [InlineData(false, "23505", DataValidation, "sqlstate:23505")]
    [InlineData(false, "42P01", Permanent, "sqlstate:42P01")]
    [InlineData(false, "XX000", Unknown, "sqlstate:XX000")]
    [InlineData(false, "", Unknown, "")]
    [InlineData(false, "not a state", Unknown, "")]
    [InlineData(false, null, Unknown, "")]
    public void A_database_says_it_by_its_state(bool transient, string? state, ErrorCategory category, string identity)
    {
        var verdict = Classifier.Classify(new DatabaseFailure(transient, () => state));

        verdict.Category.Should().Be(category);
        verdict.Identity.ToString().Should().Be(identity);
    }

    [Fact]
    public void The_first_rule_that_matches_wins()
    {
        var classifier = Make(o =>
        {
            o.Rules.Add(ErrorRule.ForStatus(HttpStatusCode.InternalServerError, Transient, ErrorSeverity.Critical));
            o.Rules.Add(ErrorRule.ForMessage("card declined", Permanent));
            o.Rules.Add(ErrorRule.When(e => e.Message.StartsWith("card", StringComparison.Ordinal), RateLimit));
            o.Rules.Add(ErrorRule.ForType<TimeoutException>(Unknown));
        });

        var byStatus = classifier.Classify(new HttpRequestException("x", null, HttpStatusCode.InternalServerError));
        byStatus.Category.Should().Be(Transient);
        byStatus.Severity.Should().Be(ErrorSeverity.Critical);
        classifier.Classify(new InvalidOperationException("The Card Declined.")).Category.Should().Be(Permanent);
        classifier.Classify(new InvalidOperationException("card undeclined, card declined")).Category.Should().Be(Permanent);
        classifier.Classify(new InvalidOperationException("card declinedly")).Category.Should().Be(RateLimit);
        classifier.Classify(new InvalidOperationException("discard declined")).Category.Should().Be(Unknown);
        classifier.Classify(new TimeoutException()).Category.Should().Be(Unknown);
        classifier.Classify(new TimeoutException()).Severity.Should().Be(ErrorSeverity.Warning);
        classifier.Classify(new AggregateException(new InvalidOperationException("card declined"))).Category.Should().Be(Permanent);
    }

    [Fact]
    public void A_predicate_that_throws_counts_as_no_match()
    {
        var before = ErrorManagementDiagnostics.SwallowedFailures;
        var classifier = Make(o =>
        {
            o.Rules.Add(ErrorRule.When(_ => throw new InvalidOperationException("broken rule"), Permanent));
            o.Rules.Add(ErrorRule.ForType<FormatException>(RateLimit));
        });

        classifier.Classify(new FormatException()).Category.Should().Be(RateLimit);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(before);
    }

    [Fact]
    public void No_rule_is_asked_about_the_callers_own_cancellation() =>
        Make(o => o.Rules.Add(ErrorRule.When(_ => true, Permanent))).Classify(new OperationCanceledException(), new CancellationToken(true)).IsCallerCancellation.Should().BeTrue();

    [Fact]
    public void Rules_added_later_have_no_effect()
    {
        var options = new ErrorClassifierOptions();
        var classifier = new ErrorClassifier(options);
        options.Rules.Add(ErrorRule.ForType<TimeoutException>(Permanent));
        options.MaxMessageLength = 0;

        classifier.Classify(new TimeoutException()).Category.Should().Be(Transient);
        classifier.Classify(new InvalidOperationException("timed out")).Category.Should().Be(Transient);
    }

    [Fact]
    public void Only_the_given_length_of_a_message_is_looked_at()
    {
        var late = new InvalidOperationException(new string(' ', 4096 - 9) + "timed out");
        var tooLate = new InvalidOperationException(new string(' ', 4096 - 8) + "timed out");

        Classifier.Classify(late).Category.Should().Be(Transient);
        Classifier.Classify(tooLate).Category.Should().Be(Unknown);
        Make(o => o.MaxMessageLength = 0).Classify(new InvalidOperationException("timed out")).Category.Should().Be(Unknown);
    }

    [Fact]
    public void The_delay_of_the_librarys_own_errors_is_on_the_verdict()
    {
        var rejected = new Rejection(TimeSpan.FromSeconds(7));

        var verdict = Classifier.Classify(rejected);
        verdict.RetryAfter.Should().Be(TimeSpan.FromSeconds(7)); // D12
        verdict.CanRetry.Should().BeFalse(); // X21, [94]
        verdict.Identity.ToString().Should().Be("EM-RES-000");
        rejected.MessageReads.Should().Be(0, "the message of a rejection is made only for who reads it");
        Classifier.Classify(new InvalidOperationException("x", rejected)).RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        Classifier.Classify(new ResilienceException("p", "gave up", TimeSpan.FromSeconds(-1))).RetryAfter.Should().Be(TimeSpan.Zero);
        Classifier.Classify(new ResilienceException("p", "gave up")).CanRetry.Should().BeTrue();
    }

    [Fact]
    public void Our_own_time_out_is_transient_by_what_is_inside_it() =>
        Classifier.Classify(new ResilienceException("p", "gave up", cause: new TimeoutException())).Category.Should().Be(Transient); // D13

    [Fact]
    public void The_identity_is_the_exceptions_own_or_else_from_inside()
    {
        Identity(new Declared(null, null, "x", new SocketException((int)SocketError.TimedOut))).Should().Be("SHOP-PAY-007");
        Identity(new InvalidOperationException("x", new Declared(null, null, "x", null))).Should().Be("SHOP-PAY-007");
        Identity(new HttpRequestException("x", new SocketException((int)SocketError.TimedOut), HttpStatusCode.BadGateway)).Should().Be("http:502");
        Identity(new HttpRequestException("x", new SocketException((int)SocketError.TimedOut))).Should().Be("socket:TimedOut");
        Identity(new AggregateException(new FormatException(), new InvalidOperationException("x", new SocketException((int)SocketError.TimedOut)))).Should().Be("socket:TimedOut");
        Identity(new IOException("x", unchecked((int)0x80070020))).Should().Be("hresult:0x80070020");
        Identity(new System.Runtime.InteropServices.COMException("x", unchecked((int)0x80070005))).Should().Be("hresult:0x80070005");
        Identity(new System.ComponentModel.Win32Exception(5)).Should().Be("hresult:0x00000005");

        static string Identity(Exception e) => Classifier.Classify(e).Identity.ToString();
    }

    [Fact]
    public void An_HResult_that_every_exception_of_the_type_has_is_no_identity()
    {
        Type[] ofEachAssembly =
        [
            typeof(Exception), typeof(SocketException), typeof(HttpRequestException), typeof(System.Text.Json.JsonException), typeof(System.Data.DataException),
            typeof(System.Xml.XmlException), typeof(System.Security.Cryptography.CryptographicException), typeof(System.Net.WebException), typeof(System.ComponentModel.Win32Exception),
            typeof(System.Threading.Channels.ChannelClosedException), typeof(System.IO.InvalidDataException), typeof(System.Net.NetworkInformation.PingException),
        ];
        var plain = ofEachAssembly.SelectMany(t => t.Assembly.GetExportedTypes()).Distinct()
            .Where(t => typeof(Exception).IsAssignableFrom(t) && !t.IsAbstract && !t.ContainsGenericParameters && t.GetConstructor(Type.EmptyTypes) is not null)
            .Select(t => (Exception)Activator.CreateInstance(t)!)
            .Where(e => e is not System.ComponentModel.Win32Exception) // those take the last error of the thread
            .Where(e => !Classifier.Classify(e).Identity.IsNone)
            .Select(e => $"{e.GetType()} {Classifier.Classify(e).Identity}");

        plain.Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_in_the_options_are_named_at_once()
    {
        var options = new ErrorClassifierOptions { MaxMessageLength = -1, SeverityPolicy = (SeverityPolicy)9 };
        options.Rules.Add(null!);

        FluentActions.Invoking(() => new ErrorClassifier(options)).Should().Throw<ArgumentException>()
            .WithMessage("*MaxMessageLength*0 and 65536*-1*SeverityPolicy*ByType or ByCategory*9*Rules[0]*null*");
        FluentActions.Invoking(() => new ErrorClassifier(new ErrorClassifierOptions { MaxMessageLength = 65_537 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ErrorClassifier(new ErrorClassifierOptions { MaxMessageLength = 65_536 })).Should().NotThrow();
        FluentActions.Invoking(() => new ErrorClassifier(new ErrorClassifierOptions { MaxMessageLength = 0 })).Should().NotThrow();
    }

    private static ErrorClassifier Make(Action<ErrorClassifierOptions> configure)
    {
        var options = new ErrorClassifierOptions();
        configure(options);
        return new ErrorClassifier(options);
    }
}
