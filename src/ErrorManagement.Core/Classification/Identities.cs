using System.ComponentModel;
using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Classification;

/// <summary>Finds the code-like identity of an exception.</summary>
internal static class Identities
{
    private const int FacilityMask = unchecked((int)0xFFFF0000);

    // The CLR's own facility: these say no more than the type does.
    private const int ClrFacility = unchecked((int)0x80130000);

    /// <summary>The identity of the exception itself or, when it has none, of what is inside it; none when there is none.</summary>
    public static ErrorIdentity Of(Exception exception)
    {
        var left = ExceptionTree.MaxExceptions;
        return Of(exception, 1, ref left);
    }

    private static ErrorIdentity Of(Exception exception, int depth, ref int left)
    {
        left--;
        var own = OwnOf(exception);

        // What lies inside a cancellation is how the abort happened to look, not what went wrong: it differs from time to time.
        if (!own.IsNone || depth == ExceptionTree.MaxDepth || exception is OperationCanceledException)
        {
            return own;
        }

        if (exception is not AggregateException aggregate)
        {
            return exception.InnerException is { } inner && left > 0 ? Of(inner, depth + 1, ref left) : default;
        }

        var several = aggregate.InnerExceptions;
        for (var i = 0; i < several.Count && left > 0; i++)
        {
            var found = Of(several[i], depth + 1, ref left);
            if (!found.IsNone)
            {
                return found;
            }
        }

        return default;
    }

    private static ErrorIdentity OwnOf(Exception exception)
    {
        var code = TypeTraits.Of(exception).Code;
        return !code.IsNone ? ErrorIdentity.OfCode(code) : exception switch
        {
            // Without a status its HRESULT is a copy of the inner exception's.
            HttpRequestException http => http.StatusCode is { } status ? ErrorIdentity.OfHttpStatus((int)status) : default,
            SocketException socket => ErrorIdentity.OfSocketError(socket.SocketErrorCode),
            DbException database when SqlStateOf(database) is { } state => ErrorIdentity.OfSqlState(state),
            Win32Exception { NativeErrorCode: not 0 } native => ErrorIdentity.OfHResult(native.NativeErrorCode),
            _ => IsExact(exception) ? ErrorIdentity.OfHResult(exception.HResult) : default,
        };
    }

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
    private static bool IsExact(Exception exception)
    {
        const int Fail = unchecked((int)0x80004005);
        const int Unexpected = unchecked((int)0x8000FFFF);
        var value = exception.HResult;
        if (value is 0 or Fail or Unexpected || (value & FacilityMask) == ClrFacility)
        {
            return false;
        }

        // COM errors and plain I/O errors take theirs from the system; elsewhere these values come with the type.
        return exception is ExternalException
            || exception.GetType() == typeof(IOException)
            || unchecked((uint)value) is not (0x80004001 or 0x80004002 or 0x80004003 or 0x80020012 or 0x80070002 or 0x80070003 or 0x80070005
                or 0x8007000B or 0x8007000E or 0x80070026 or 0x80070057 or 0x800700CE or 0x80070216 or 0x800703E9
                or 0x8000211D or 0x8002000E);
    }
}
