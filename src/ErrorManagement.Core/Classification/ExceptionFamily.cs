namespace ErrorManagement.Classification;

/// <summary>Which members of an exception say more than its type does. A type belongs to one family, by descent.</summary>
internal enum ExceptionFamily
{
    /// <summary>None: the type says all that there is, or nothing.</summary>
    Other,

    /// <summary>A <see cref="CodedException"/>: may declare category and severity.</summary>
    Coded,

    /// <summary>An error that this library raises: may be a rejection, and may know when to ask again.</summary>
    Resilience,

    /// <summary>An <see cref="AggregateException"/>: several errors in one.</summary>
    Aggregate,

    /// <summary>An <see cref="OperationCanceledException"/>: whose token it was.</summary>
    Cancellation,

    /// <summary>An <see cref="System.Net.Http.HttpRequestException"/>: a status or the step that failed.</summary>
    HttpRequest,

    /// <summary>An <see cref="System.Net.Http.HttpIOException"/>: the step that failed.</summary>
    HttpStream,

    /// <summary>A <see cref="System.Net.WebException"/>: a status, a reply of FTP or the step that failed.</summary>
    WebRequest,

    /// <summary>An <see cref="System.Net.Mail.SmtpException"/>: a reply of the mail server.</summary>
    Mail,

    /// <summary>A <see cref="System.Net.Sockets.SocketException"/>: its socket error.</summary>
    Socket,

    /// <summary>A <see cref="System.Net.WebSockets.WebSocketException"/>: what broke the connection.</summary>
    WebSocket,

    /// <summary>A <see cref="System.Data.Common.DbException"/>: its SQLSTATE or the database's own number.</summary>
    Database,

    /// <summary>A <see cref="System.ComponentModel.Win32Exception"/>: the number of the operating system.</summary>
    Native,

    /// <summary>A <see cref="System.Security.Cryptography.CryptographicException"/>: its HRESULT.</summary>
    Cryptography,

    /// <summary>Another exception from outside the runtime, such as COM's: its HRESULT.</summary>
    External,
}
