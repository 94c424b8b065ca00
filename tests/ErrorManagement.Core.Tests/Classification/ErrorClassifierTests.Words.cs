using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

// What the words of a type's name and of a message decide.
public partial class ErrorClassifierTests
{
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
    [InlineData(typeof(RateLimiterRejected), "", RateLimit)]
    [InlineData(typeof(BrokerUnreachable), "", Transient)]
    [InlineData(typeof(UnreachableError), "", Unknown)]
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
    [InlineData("Status(StatusCode=\"Unavailable\", Detail=\"failed\")", Transient)]
    [InlineData("Status(StatusCode=\"DeadlineExceeded\", Detail=\"late\")", Transient)]
    [InlineData("Status(StatusCode=\"ResourceExhausted\", Detail=\"slow down\")", RateLimit)]
    [InlineData("Status(StatusCode=\"Unauthenticated\", Detail=\"who?\")", Authentication)]
    [InlineData("Status(StatusCode=\"Unimplemented\", Detail=\"what?\")", Permanent)]
    [InlineData("Status(StatusCode=\"Internal\", Detail=\"odd\")", Unknown)]
    [InlineData("An exception has been raised that is likely due to a transient failure.", Transient)]
    [InlineData("No space left on device", Transient)]
    [InlineData("Too many open files", Transient)]
    [InlineData("No service for type 'IClock' has been registered.", Permanent)]
    [InlineData("the program executed an instruction that was thought to be unreachable", Unknown)]
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
}
