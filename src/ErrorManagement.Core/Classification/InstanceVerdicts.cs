using System.ComponentModel;
using System.Data.Common;
using System.Net;
using System.Net.Mail;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace ErrorManagement.Classification;

/// <summary>What the members of an exception say, where its type alone does not decide.</summary>
internal static class InstanceVerdicts
{
    /// <summary>The category; what the type says, or unknown, when no member decides.</summary>
    /// <remarks>May throw what a member of the exception throws.</remarks>
    public static ErrorCategory CategoryOf(Exception exception, TypeTraits traits, CancellationToken caller) => traits.Family switch
    {
        // The caller's own is no error; any other token that was cancelled is somebody's time-out, in nearly all cases.
        ExceptionFamily.Cancellation => CallerCancellation.Is(exception, caller) ? ErrorCategory.Unknown : ErrorCategory.Transient,
        ExceptionFamily.HttpRequest => OfRequest((HttpRequestException)exception),
        ExceptionFamily.HttpStream => OfStep(((HttpIOException)exception).HttpRequestError),
        ExceptionFamily.WebRequest => OfWebRequest((WebException)exception),
        ExceptionFamily.Mail => ReplyCodeVerdicts.OfMail((int)((SmtpException)exception).StatusCode),
        ExceptionFamily.WebSocket => OfWebSocket((WebSocketException)exception),
        ExceptionFamily.Database => OfDatabase((DbException)exception, traits),
        ExceptionFamily.Native => NativeErrorVerdicts.CategoryOf(((Win32Exception)exception).NativeErrorCode),
        ExceptionFamily.External => NativeErrorVerdicts.OfHResult(exception.HResult),
        ExceptionFamily.Cryptography => NativeErrorVerdicts.OfHResult(exception.HResult) is var found and not ErrorCategory.Unknown ? found : ErrorCategory.DataValidation,
        _ => traits.Category,
    };

    // A certificate that is not trusted now will not be trusted in a second.
    private static ErrorCategory OfRequest(HttpRequestException exception) =>
        exception is { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException } ? ErrorCategory.Authentication
            : OfStep(exception.HttpRequestError);

    private static ErrorCategory OfStep(HttpRequestError step) => step switch
    {
        HttpRequestError.UserAuthenticationError => ErrorCategory.Authentication,
        HttpRequestError.VersionNegotiationError or HttpRequestError.ConfigurationLimitExceeded => ErrorCategory.Permanent,
        _ => ErrorCategory.Transient,
    };

    // One that got an answer was judged by its status before.
    private static ErrorCategory OfWebRequest(WebException exception) => exception.Status switch
    {
        WebExceptionStatus.ProtocolError => exception.Response is FtpWebResponse file ? ReplyCodeVerdicts.OfFile((int)file.StatusCode) : ErrorCategory.Unknown,
        WebExceptionStatus.TrustFailure => ErrorCategory.Authentication,
        WebExceptionStatus.SecureChannelFailure when IsOfAuthentication(exception.InnerException) => ErrorCategory.Authentication,
        WebExceptionStatus.MessageLengthLimitExceeded or WebExceptionStatus.CacheEntryNotFound
            or WebExceptionStatus.RequestProhibitedByCachePolicy or WebExceptionStatus.RequestProhibitedByProxy => ErrorCategory.Permanent,
        WebExceptionStatus.Success or WebExceptionStatus.UnknownError or WebExceptionStatus.Pending => ErrorCategory.Unknown,
        _ => ErrorCategory.Transient,
    };

    private static bool IsOfAuthentication(Exception? inner) => inner is AuthenticationException or HttpRequestException { InnerException: AuthenticationException };

    private static ErrorCategory OfWebSocket(WebSocketException exception) => exception.WebSocketErrorCode switch
    {
        WebSocketError.UnsupportedProtocol or WebSocketError.UnsupportedVersion => ErrorCategory.Permanent,
        WebSocketError.InvalidMessageType => ErrorCategory.DataValidation,
        _ => ErrorCategory.Unknown,
    };

    private static ErrorCategory OfDatabase(DbException exception, TypeTraits traits)
    {
        if (exception.IsTransient)
        {
            return ErrorCategory.Transient;
        }

        var state = exception.SqlState;
        return SqlStateVerdicts.IsSqlState(state) ? SqlStateVerdicts.CategoryOf(state)
            : traits.Vendor is { } vendor && DatabaseNumbers.Of(exception, vendor) is { } number ? DatabaseNumbers.CategoryOf(vendor, number)
            : ErrorCategory.Unknown;
    }
}
