namespace ErrorManagement.Classification;

/// <summary>Which kind of code names an error.</summary>
public enum ErrorIdentityKind
{
    /// <summary>None: only the type and the message say what it is.</summary>
    None,

    /// <summary>An <see cref="ErrorManagement.ErrorCode"/>.</summary>
    ErrorCode,

    /// <summary>An HTTP status.</summary>
    HttpStatus,

    /// <summary>A <see cref="System.Net.Sockets.SocketError"/>.</summary>
    SocketError,

    /// <summary>An SQLSTATE of a database.</summary>
    SqlState,

    /// <summary>An HRESULT that is more exact than the exception's type.</summary>
    HResult,

    /// <summary>The number that a database system without SQLSTATE has for the error: SQLite's result code, SQL Server's error number.</summary>
    DatabaseError,

    /// <summary>The three-digit reply of a mail or file server: SMTP, FTP.</summary>
    Reply,
}
