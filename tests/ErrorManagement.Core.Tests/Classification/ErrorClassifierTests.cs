using System.Data.Common;
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

public class ErrorClassifierTests
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

    [Theory] // B28, S3.2: whole words, not substrings
    [InlineData(typeof(ConnectionRefusedError), "", Transient)]
    [InlineData(typeof(ModuleNotFoundError), "", Permanent)]
    [InlineData(typeof(TimeoutError), "", Transient)]
    [InlineData(typeof(RateLimitError), "after ConnectionError", RateLimit)]
    [InlineData(typeof(MetadataError), "", Unknown)]
    [InlineData(typeof(InvalidMetadataError), "", Unknown)]
    [InlineData(typeof(DataError), "", DataValidation)]
    [InlineData(typeof(TooManyRequestsException), "", RateLimit)]
    [InlineData(typeof(QuotaExceeded), "", RateLimit)]
    [InlineData(typeof(HTTPServiceUnavailableError), "", Transient)]
    [InlineData(typeof(Service_Unavailable), "", Transient)]
    [InlineData(typeof(TemporaryFailure), "", Transient)]
    [InlineData(typeof(NetworkError), "", Transient)]
    [InlineData(typeof(RequestTimeout), "", Transient)]
    [InlineData(typeof(AuthenticationError), "", Authentication)]
    [InlineData(typeof(PermissionError), "", Authentication)]
    [InlineData(typeof(Forbidden), "", Authentication)]
    [InlineData(typeof(ParseError), "", DataValidation)]
    [InlineData(typeof(ValidationError), "", DataValidation)]
    [InlineData(typeof(ImportError), "", Permanent)]
    [InlineData(typeof(ConfigurationError), "", Permanent)]
    [InlineData(typeof(ConfigurationTimeoutException), "", Transient)]
    [InlineData(typeof(TimeoutConfigurationException), "", Permanent)]
    [InlineData(typeof(PerformanceError), "", Unknown)]
    [InlineData(typeof(HeirOfTimeoutError), "", Transient)]
    [InlineData(typeof(Generic<int>), "", Transient)]
    public void Words_of_the_name_decide(Type type, string message, ErrorCategory expected) =>
        Classifier.Classify((Exception)Activator.CreateInstance(type, message)!).Category.Should().Be(expected);

    [Theory] // U9, B25, B28
    [InlineData("request timed out", Transient)]
    [InlineData("Request Timed-Out after 30 s", Transient)]
    [InlineData("operation_timed_out", Transient)]
    [InlineData("connect ETIMEDOUT 10.0.0.1:443", Transient)]
    [InlineData("Error: connect ECONNREFUSED 127.0.0.1:80", Transient)]
    [InlineData("curl: (7) Failed to connect to host", Transient)]
    [InlineData("the connection was reset by peer", Transient)]
    [InlineData("HTTP 503", Transient)]
    [InlineData("HTTP/1.1 503", Transient)]
    [InlineData("http status code: 429", RateLimit)]
    [InlineData("got status 401", Authentication)]
    [InlineData("The server returned HTTP status code 404.", Permanent)]
    [InlineData("HTTP 500", Unknown)]
    [InlineData("HTTP error 422", DataValidation)]
    [InlineData("StatusCode=502", Transient)]
    [InlineData("Too many requests; the connection was closed", RateLimit)]
    [InlineData("Rate limit exceeded", RateLimit)]
    [InlineData("quota exceeded for project", RateLimit)]
    [InlineData("You exceeded your current quota", RateLimit)]
    [InlineData("raised ConnectionResetError: again", Transient)]
    [InlineData("raised ConnectionError: again", Transient)]
    [InlineData("403 Forbidden", Authentication)]
    [InlineData("Access to the path is denied", Unknown)]
    [InlineData("Access is denied.", Authentication)]
    [InlineData("open /etc/shadow: permission denied", Authentication)]
    [InlineData("could not parse the answer", DataValidation)]
    [InlineData("SQLite Error 5: 'database is locked'.", Transient)]
    [InlineData("SQLite Error 19: 'UNIQUE constraint failed: orders.id'.", DataValidation)]
    [InlineData("SQLite Error 1: 'no such table: orders'.", Permanent)]
    [InlineData("Transaction was deadlocked on lock resources", Transient)]
    [InlineData("Validation failed for field 'x'", DataValidation)]
    [InlineData("No module named 'requests'", Permanent)]
    [InlineData("No such host is known.", Transient)]
    [InlineData("host not found", Transient)]
    [InlineData("page not found", Permanent)]
    [InlineData("1500 rows", Unknown)]
    [InlineData("line 404", Unknown)]
    [InlineData("503", Unknown)]
    [InlineData("http://503.example/404", Unknown)]
    [InlineData("exit status 503", Unknown)]
    [InlineData("metadataerror", Unknown)]
    [InlineData("MetadataError", Unknown)]
    [InlineData("the reconnection refused to start", Unknown)]
    [InlineData("the timeout setting is read-only", Unknown)]
    [InlineData("timeout must be positive", DataValidation)]
    [InlineData("connection string keyword", Unknown)]
    [InlineData("Sequence contains no elements", Unknown)]
    [InlineData("", Unknown)]
    [InlineData("   ", Unknown)]
    [InlineData("接続がタイムアウトしました", Unknown)]
    [InlineData("délai: connection refused", Transient)]
    public void Words_of_the_message_decide(string message, ErrorCategory expected) =>
        Classifier.Classify(new InvalidOperationException(message)).Category.Should().Be(expected);

    [Fact]
    public void Case_changes_nothing_in_a_message()
    {
        foreach (var message in new[] { "request timed out", "RATE LIMIT exceeded", "permission denied", "no such file" })
        {
            var expected = Classifier.Classify(new InvalidOperationException(message)).Category;
            Classifier.Classify(new InvalidOperationException(message.ToUpperInvariant())).Category.Should().Be(expected).And.NotBe(Unknown);
        }
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
        Classifier.Classify(new ResilienceException("p", "gave up")).CanRetry.Should().BeFalse("who gave up has tried");
        Classifier.Classify(new InvalidOperationException("x", new ResilienceException("p", "gave up"))).CanRetry.Should().BeTrue("a host's own error is the host's to judge");
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
            new ConnectionRefusedError("x"), new InvalidOperationException("request timed out"), new InvalidOperationException("x", new TimeoutException()),
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

    [Fact]
    public void All_mistakes_in_the_options_are_named_at_once()
    {
        var options = new ErrorClassifierOptions { MaxMessageLength = -1 };
        options.Rules.Add(null!);

        FluentActions.Invoking(() => new ErrorClassifier(options)).Should().Throw<ArgumentException>()
            .WithMessage("*MaxMessageLength*0 and 65536*-1*Rules[0]*null*");
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

#pragma warning disable CA1032, CA1064, CA1710 // names that .NET would not give are what is tested here
    private sealed class ConnectionRefusedError(string message) : Exception(message);

    private sealed class ModuleNotFoundError(string message) : Exception(message);

    private class TimeoutError(string message) : Exception(message);

    private sealed class HeirOfTimeoutError(string message) : TimeoutError(message);

    private sealed class RateLimitError(string message) : Exception(message);

    private sealed class MetadataError(string message) : Exception(message);

    private sealed class InvalidMetadataError(string message) : Exception(message);

    private sealed class DataError(string message) : Exception(message);

    private sealed class TooManyRequestsException(string message) : Exception(message);

    private sealed class QuotaExceeded(string message) : Exception(message);

    private sealed class HTTPServiceUnavailableError(string message) : Exception(message);

    private sealed class Service_Unavailable(string message) : Exception(message);

    private sealed class TemporaryFailure(string message) : Exception(message);

    private sealed class NetworkError(string message) : Exception(message);

    private sealed class RequestTimeout(string message) : Exception(message);

    private sealed class AuthenticationError(string message) : Exception(message);

    private sealed class PermissionError(string message) : Exception(message);

    private sealed class Forbidden(string message) : Exception(message);

    private sealed class ParseError(string message) : Exception(message);

    private sealed class ValidationError(string message) : Exception(message);

    private sealed class ImportError(string message) : Exception(message);

    private sealed class ConfigurationError(string message) : Exception(message);

    private sealed class ConfigurationTimeoutException(string message) : Exception(message);

    private sealed class TimeoutConfigurationException(string message) : Exception(message);

    private sealed class PerformanceError(string message) : Exception(message);

    private sealed class ReCONNECTIONSFailed(string message) : Exception(message);

    private class GenericTimeout(string message) : Exception(message);

    private sealed class Generic<T>(string message) : GenericTimeout(message + typeof(T));

    [ErrorCode("SHOP-PAY-007")]
    private sealed class Declared(ErrorCategory? category, ErrorSeverity? severity, string message, Exception? cause) : CodedException(message, cause)
    {
        public override ErrorCategory? Category => category;

        public override ErrorSeverity? Severity => severity;
    }

    private sealed class Rejection(TimeSpan retryAfter) : ResilienceException("payments", null, retryAfter)
    {
        public int MessageReads { get; private set; }

        public override bool IsRejection => true;

        public override string Message
        {
            get
            {
                MessageReads++;
                return "timed out";
            }
        }
    }

    private sealed class Hostile(Exception inner) : Exception(null, inner)
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override System.Collections.IDictionary Data => throw new InvalidOperationException("no data");

        public override string? StackTrace => throw new InvalidOperationException("no stack");
    }

    private sealed class HostileCoded() : ResilienceException("x", "odd")
    {
        public override ErrorCategory? Category => throw new InvalidOperationException("no category");

        public override ErrorSeverity? Severity => throw new InvalidOperationException("no severity");

        public override bool IsRejection => throw new InvalidOperationException("no verdict");
    }

    private sealed class NullMessage : Exception
    {
        public override string Message => null!;
    }

    private sealed class DatabaseFailure(bool isTransient, Func<string?> state) : DbException("odd")
    {
        public override bool IsTransient => isTransient;

        public override string? SqlState => state();
    }
#pragma warning restore CA1032, CA1064, CA1710
}
