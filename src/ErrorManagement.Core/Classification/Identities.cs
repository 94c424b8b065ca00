using System.ComponentModel;
using System.Data.Common;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Classification;

/// <summary>Finds the code-like identity of an exception.</summary>
internal static class Identities
{
    private const string FileTransfer = "ftp";
    private const string Mail = "smtp";

    private const int FacilityMask = unchecked((int)0xFFFF0000);

    // The CLR's own facility: these say no more than the type does.
    private const int ClrFacility = unchecked((int)0x80130000);

    /// <summary>The identity of the exception itself or, when it has none, of what is inside it; none when there is none.</summary>
    public static ErrorIdentity Of(Exception exception, TypeTraits traits)
    {
        var left = ExceptionTree.MaxExceptions;
        return Of(exception, traits, 1, ref left);
    }

    private static ErrorIdentity Of(Exception exception, TypeTraits traits, int depth, ref int left)
    {
        left--;
        var own = OwnOf(exception, traits);

        // What lies inside a cancellation is how the abort happened to look, not what went wrong: it differs from time to time.
        if (!own.IsNone || depth == ExceptionTree.MaxDepth || traits.Family == ExceptionFamily.Cancellation)
        {
            return own;
        }

        if (traits.Family != ExceptionFamily.Aggregate)
        {
            return exception.InnerException is { } inner && left > 0 ? Of(inner, TypeTraits.Of(inner), depth + 1, ref left) : default;
        }

        var several = ((AggregateException)exception).InnerExceptions;
        for (var i = 0; i < several.Count && left > 0; i++)
        {
            var found = Of(several[i], TypeTraits.Of(several[i]), depth + 1, ref left);
            if (!found.IsNone)
            {
                return found;
            }
        }

        return default;
    }

    private static ErrorIdentity OwnOf(Exception exception, TypeTraits traits)
    {
        if (!traits.Code.IsNone)
        {
            return ErrorIdentity.OfCode(traits.Code);
        }

        if (traits.MayHaveStatus && HttpStatusVerdicts.StatusOf(exception, traits) is { } status)
        {
            return ErrorIdentity.OfHttpStatus((int)status);
        }

        var own = traits.Family switch
        {
            ExceptionFamily.Socket => ErrorIdentity.OfSocketError(((SocketException)exception).SocketErrorCode),
            ExceptionFamily.WebRequest when exception is WebException { Response: FtpWebResponse file } => ErrorIdentity.OfReply(FileTransfer, (int)file.StatusCode),
            ExceptionFamily.Mail when (int)((SmtpException)exception).StatusCode is > 0 and var reply => ErrorIdentity.OfReply(Mail, reply),
            ExceptionFamily.Database => OfDatabase((DbException)exception, traits),
            ExceptionFamily.Native or ExceptionFamily.WebSocket when ((Win32Exception)exception).NativeErrorCode is not 0 and var number => ErrorIdentity.OfHResult(number),
            _ => default,
        };

        // The HRESULT of a failed request is a copy of the inner exception's.
        return own.IsNone && traits.Family is not (ExceptionFamily.HttpRequest or ExceptionFamily.WebRequest) && IsExact(exception, traits) ? ErrorIdentity.OfHResult(exception.HResult) : own;
    }

    private static ErrorIdentity OfDatabase(DbException exception, TypeTraits traits) =>
        SqlStateOf(exception) is { } state ? ErrorIdentity.OfSqlState(state)
            : traits.Vendor is { } vendor && DatabaseNumbers.Of(exception, vendor) is { } number ? ErrorIdentity.OfDatabase(vendor, number)
            : default;

    private static string? SqlStateOf(DbException exception)
    {
        try
        {
            return exception.SqlState is { } state && SqlStateVerdicts.IsSqlState(state) ? state : null;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return null;
        }
    }

    /// <summary>Whether the HRESULT says more than the type: neither the CLR's own, nor "failed", nor the one that every exception of the type has.</summary>
    private static bool IsExact(Exception exception, TypeTraits traits)
    {
        const int Fail = unchecked((int)0x80004005);
        const int Unexpected = unchecked((int)0x8000FFFF);
        var value = exception.HResult;
        if (value is 0 or Fail or Unexpected || (value & FacilityMask) == ClrFacility)
        {
            return false;
        }

        // COM errors and plain I/O errors take theirs from the system; elsewhere these values come with the type.
        return traits.HasHResultOfSystem
            || unchecked((uint)value) is not (0x80004001 or 0x80004002 or 0x80004003 or 0x80020012 or 0x80070002 or 0x80070003 or 0x80070005
                or 0x8007000B or 0x8007000E or 0x80070026 or 0x80070057 or 0x800700CE or 0x80070216 or 0x800703E9
                or 0x8000211D or 0x8002000E);
    }
}
