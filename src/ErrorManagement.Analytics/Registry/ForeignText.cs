using System.Data.Common;
using System.Net;
using System.Net.Mail;
using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Tells texts that come from an operating system, a server or a database, and so in their language, from those of programs. Where a code says
/// what such a text says, the code is what counts.
/// </summary>
internal static class ForeignText
{
    // .NET's own that hand on what a system or server said. The text of a type of the application's own is its own, though it descends from one of these.
    private static readonly Type[] Carriers = [typeof(IOException), typeof(UnauthorizedAccessException), typeof(HttpRequestException), typeof(WebException), typeof(SmtpException)];

    /// <summary>Whether the text of an exception of this type, with a code beside it, comes from elsewhere.</summary>
    public static bool IsOf(Type type) =>
        type.IsAssignableTo(typeof(ExternalException)) || type.IsAssignableTo(typeof(DbException))
        || (!OwnCode.Is(type.Assembly) && Array.Exists(Carriers, type.IsAssignableTo));
}
