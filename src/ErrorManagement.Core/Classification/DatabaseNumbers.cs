using System.Data.Common;
using System.Globalization;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Classification;

/// <summary>The numbers that two database systems have for their errors instead of an SQLSTATE, read without a reference to their clients.</summary>
internal static class DatabaseNumbers
{
    private const string Sqlite = "sqlite";
    private const string SqlServer = "sqlserver";

    // Microsoft.Data.Sqlite writes "SQLite Error 5: 'database is locked'." in every culture.
    private const string SqliteLead = "SQLite Error ";

    // Where Microsoft.Data.SqlClient and System.Data.SqlClient put the number for support: Exception.Data, as text.
    private const string SqlServerKey = "HelpLink.EvtID";

    private const int MaxSqlitePrimaryCode = 255;

    /// <summary>The system whose client throws exceptions of this name; null for one that has SQLSTATEs or is not known.</summary>
    public static string? VendorOf(string typeName) => typeName switch
    {
        "SqliteException" or "SQLiteException" => Sqlite,
        "SqlException" => SqlServer,
        _ => null,
    };

    /// <summary>The number in an exception of a vendor's client; null when it cannot be had.</summary>
    public static int? Of(DbException exception, string vendor)
    {
        try
        {
            return vendor == Sqlite ? SqliteCodeOf(exception) : SqlServerNumberOf(exception);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // members that derived types may override
            return null;
        }
    }

    /// <summary>The category; unknown for a number that does not decide.</summary>
    public static ErrorCategory CategoryOf(string vendor, int number) => vendor == Sqlite ? OfSqlite(number) : OfSqlServer(number);

    private static int? SqliteCodeOf(DbException exception)
    {
        // System.Data.SQLite has the result code in ErrorCode; elsewhere that is an HRESULT.
        if (exception.ErrorCode is > 0 and <= MaxSqlitePrimaryCode and var code)
        {
            return code;
        }

        var message = exception.Message.AsSpan();
        if (!message.StartsWith(SqliteLead, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = message[SqliteLead.Length..];
        var end = rest.IndexOf(':');
        return end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int? SqlServerNumberOf(DbException exception) =>
        exception.Data[SqlServerKey] is string text && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    // https://sqlite.org/rescode.html. 1 is a mistake in the statement or an object that is not there; 7 and 21 are mistakes of the process.
    private static ErrorCategory OfSqlite(int code) => (code & MaxSqlitePrimaryCode) switch
    {
        4 or 5 or 6 or 9 or 10 or 13 or 15 or 17 => ErrorCategory.Transient, // rolled back, busy, locked, interrupted, I/O, full, lock protocol, schema changed meanwhile
        3 or 23 => ErrorCategory.Authentication, // no permission, not authorised
        18 or 19 or 20 or 25 => ErrorCategory.DataValidation, // too big, constraint, wrong type, index out of range
        1 or 8 or 11 or 12 or 14 or 16 or 22 or 24 or 26 => ErrorCategory.Permanent, // statement, read-only, corrupt, not found, cannot open, empty, no large files, format, no database
        _ => ErrorCategory.Unknown,
    };

    // Microsoft, "Database engine events and errors" and "Troubleshoot transient connection errors" (Azure SQL).
    private static ErrorCategory OfSqlServer(int number) => number switch
    {
        -2 or 2 or 20 or 53 or 64 or 121 or 233 or 258 or 997 => ErrorCategory.Transient, // time-out, network
        1204 or 1205 or 1222 or 3960 => ErrorCategory.Transient, // locks, deadlock, snapshot conflict
        10053 or 10054 or 10060 or 10061 or 11001 => ErrorCategory.Transient, // sockets
        4060 or 4221 or 40143 or 40197 or 40540 or 40613 or 42108 or 42109 or 49918 => ErrorCategory.Transient, // the service moves, starts or is short of room
        10928 or 10929 or 40501 or 49919 or 49920 => ErrorCategory.RateLimit,
        229 or 230 or 262 or 297 or 300 or 916 or 18452 or 18456 or 18470 or 18486 or 18487 or 18488 => ErrorCategory.Authentication,
        220 or 241 or 242 or 245 or 515 or 547 or 2601 or 2627 or 2628 or 8114 or 8115 or 8134 or 8152 => ErrorCategory.DataValidation, // conversion, null, constraint, truncation, overflow
        102 or 105 or 156 or 170 or 207 or 208 or 911 or 2812 or 3701 or 4121 => ErrorCategory.Permanent, // syntax, no such object
        _ => ErrorCategory.Unknown,
    };
}
