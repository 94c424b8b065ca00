using System.Data.Common;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Core.Tests.Classification;

// Exceptions that .NET does not have.
public partial class ErrorClassifierTests
{
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

    private sealed class RateLimiterRejected(string message) : Exception(message);

    private sealed class BrokerUnreachable(string message) : Exception(message);

    private sealed class UnreachableError(string message) : Exception(message);

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
