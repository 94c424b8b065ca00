using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;
using System.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;

namespace ErrorManagement.Classification;

/// <summary>What .NET's own types of exceptions say.</summary>
internal static class KnownTypes
{
    /// <summary>The category; unknown when the type does not decide.</summary>
    /// <remarks>May throw what a member of the exception throws.</remarks>
    public static ErrorCategory CategoryOf(Exception exception, CancellationToken caller)
    {
        switch (exception)
        {
            // The caller's own is no error; any other token that was cancelled is somebody's time-out, in nearly all cases.
            case OperationCanceledException:
                return CallerCancellation.Is(exception, caller) ? ErrorCategory.Unknown : ErrorCategory.Transient;

            case TimeoutException or SocketException:
                return ErrorCategory.Transient;

            case HttpRequestException http:
                return OfRequest(http);

            // A FileLoadException is an IOException by descent and a TypeLoadException by nature.
            case FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException or FileLoadException:
                return ErrorCategory.Permanent;

            case IOException:
                return TypeTraits.Of(exception).IsBadHttpRequest ? ErrorCategory.DataValidation : ErrorCategory.Transient;

            case DbException database:
                return OfDatabase(database);

            case UnauthorizedAccessException or SecurityException or AuthenticationException:
                return ErrorCategory.Authentication;

            case FormatException or JsonException or ArgumentException or InvalidDataException or OverflowException or CryptographicException:
                return ErrorCategory.DataValidation;

            // A type whose initializer failed stays broken for the rest of the process.
            case NotImplementedException or NotSupportedException or TypeLoadException or MissingMemberException
                or BadImageFormatException or TypeInitializationException or ReflectionTypeLoadException or InvalidProgramException:
                return ErrorCategory.Permanent;

            default:
                return ErrorCategory.Unknown;
        }
    }

    private static ErrorCategory OfRequest(HttpRequestException exception) => exception switch
    {
        { StatusCode: { } status } => HttpStatusVerdicts.CategoryOf((int)status),
        { HttpRequestError: HttpRequestError.UserAuthenticationError } => ErrorCategory.Authentication,

        // A certificate that is not trusted now will not be trusted in a second.
        { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException } => ErrorCategory.Authentication,
        { HttpRequestError: HttpRequestError.VersionNegotiationError or HttpRequestError.ConfigurationLimitExceeded } => ErrorCategory.Permanent,
        _ => ErrorCategory.Transient,
    };

    private static ErrorCategory OfDatabase(DbException exception)
    {
        if (exception.IsTransient)
        {
            return ErrorCategory.Transient;
        }

        var state = exception.SqlState;
        return SqlStateVerdicts.IsSqlState(state) ? SqlStateVerdicts.CategoryOf(state) : ErrorCategory.Unknown;
    }
}
