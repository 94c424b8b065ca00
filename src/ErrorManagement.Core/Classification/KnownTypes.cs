using System.ComponentModel;
using System.Data.Common;
using System.Data.SqlTypes;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.XPath;
using System.Xml.Xsl;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Classification;

/// <summary>What .NET's own types of exceptions say by themselves, and which of them have members that say more.</summary>
internal static class KnownTypes
{
    // Read from above, the first base that fits decides: heirs stand before what they descend from.
    private static readonly (Type Type, ExceptionFamily Family, ErrorCategory Category)[] Table =
    [
        (typeof(ResilienceException), ExceptionFamily.Resilience, ErrorCategory.Unknown),
        (typeof(CodedException), ExceptionFamily.Coded, ErrorCategory.Unknown),
        (typeof(AggregateException), ExceptionFamily.Aggregate, ErrorCategory.Unknown),
        (typeof(OperationCanceledException), ExceptionFamily.Cancellation, ErrorCategory.Unknown),
        (typeof(HttpRequestException), ExceptionFamily.HttpRequest, ErrorCategory.Unknown),
        (typeof(HttpIOException), ExceptionFamily.HttpStream, ErrorCategory.Unknown),
        (typeof(WebException), ExceptionFamily.WebRequest, ErrorCategory.Unknown),
        (typeof(SmtpException), ExceptionFamily.Mail, ErrorCategory.Unknown),
        (typeof(SocketException), ExceptionFamily.Socket, ErrorCategory.Transient),
        (typeof(WebSocketException), ExceptionFamily.WebSocket, ErrorCategory.Unknown),
        (typeof(DbException), ExceptionFamily.Database, ErrorCategory.Unknown),
        (typeof(Win32Exception), ExceptionFamily.Native, ErrorCategory.Unknown),
        (typeof(ExternalException), ExceptionFamily.External, ErrorCategory.Unknown),

        (typeof(TimeoutException), ExceptionFamily.Other, ErrorCategory.Transient),

        // A FileLoadException is an IOException by descent and a TypeLoadException by nature.
        (typeof(FileNotFoundException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(DirectoryNotFoundException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(DriveNotFoundException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(PathTooLongException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(FileLoadException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(IOException), ExceptionFamily.Other, ErrorCategory.Transient),

        (typeof(UnauthorizedAccessException), ExceptionFamily.Other, ErrorCategory.Authentication),
        (typeof(SecurityException), ExceptionFamily.Other, ErrorCategory.Authentication),
        (typeof(AuthenticationException), ExceptionFamily.Other, ErrorCategory.Authentication),

        (typeof(FormatException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(JsonException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(ArgumentException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(InvalidDataException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(OverflowException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(CryptographicException), ExceptionFamily.Cryptography, ErrorCategory.Unknown),
        (typeof(InvalidTimeZoneException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(SqlTypeException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(XPathException), ExceptionFamily.Other, ErrorCategory.DataValidation),
        (typeof(XsltException), ExceptionFamily.Other, ErrorCategory.DataValidation),

        // What was built or installed wrongly stays so; a type whose initializer failed stays broken for the rest of the process.
        (typeof(NotImplementedException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(NotSupportedException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(TypeLoadException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(MemberAccessException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(AmbiguousMatchException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(BadImageFormatException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(TypeInitializationException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(ReflectionTypeLoadException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(InvalidProgramException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(VerificationException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(MarshalDirectiveException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(WaitHandleCannotBeOpenedException), ExceptionFamily.Other, ErrorCategory.Permanent),
        (typeof(LicenseException), ExceptionFamily.Other, ErrorCategory.Permanent),
    ];

    /// <summary>The family of a type, and the category that the type alone decides; unknown when it does not.</summary>
    public static (ExceptionFamily Family, ErrorCategory Category) Of(Type type)
    {
        foreach (var (known, family, category) in Table)
        {
            if (known.IsAssignableFrom(type))
            {
                // The web server's complaint about a request is an IOException only by descent.
                return DerivesFrom(type, "Microsoft.AspNetCore.Http.BadHttpRequestException") ? (family, ErrorCategory.DataValidation) : (family, category);
            }
        }

        return (ExceptionFamily.Other, ErrorCategory.Unknown);
    }

    private static bool DerivesFrom(Type type, string fullName)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.FullName == fullName)
            {
                return true;
            }
        }

        return false;
    }
}
