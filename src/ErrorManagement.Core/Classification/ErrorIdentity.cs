using System.Globalization;
using System.Net.Sockets;

namespace ErrorManagement.Classification;

/// <summary>The code-like identity of an error: codes stay the same where texts change with culture, host and version.</summary>
/// <remarks>Immutable, made without allocation. Few different values, no private data.</remarks>
public readonly record struct ErrorIdentity
{
    private ErrorIdentity(ErrorIdentityKind kind, int number, string? text, ErrorCode code)
    {
        Kind = kind;
        Number = number;
        Text = text;
        Code = code;
    }

    /// <summary>Which kind of code it is.</summary>
    public ErrorIdentityKind Kind { get; }

    /// <summary>The number: an HTTP status, a <see cref="SocketError"/>, a reply, a database's own number or an HRESULT; 0 for the other kinds.</summary>
    public int Number { get; }

    /// <summary>The SQLSTATE, five characters; whose number it is, of a reply (<c>smtp</c>, <c>ftp</c>) and of a database (<c>sqlite</c>, <c>sqlserver</c>); null for the other kinds.</summary>
    public string? Text { get; }

    /// <summary>The error code; none for the other kinds.</summary>
    public ErrorCode Code { get; }

    /// <summary>Whether there is no identity.</summary>
    public bool IsNone => Kind == ErrorIdentityKind.None;

    internal static ErrorIdentity OfCode(ErrorCode code) => new(ErrorIdentityKind.ErrorCode, 0, null, code);

    internal static ErrorIdentity OfHttpStatus(int status) => new(ErrorIdentityKind.HttpStatus, status, null, default);

    internal static ErrorIdentity OfSocketError(SocketError error) => new(ErrorIdentityKind.SocketError, (int)error, null, default);

    internal static ErrorIdentity OfSqlState(string state) => new(ErrorIdentityKind.SqlState, 0, state, default);

    internal static ErrorIdentity OfDatabase(string vendor, int number) => new(ErrorIdentityKind.DatabaseError, number, vendor, default);

    internal static ErrorIdentity OfReply(string protocol, int reply) => new(ErrorIdentityKind.Reply, reply, protocol, default);

    internal static ErrorIdentity OfHResult(int value) => new(ErrorIdentityKind.HResult, value, null, default);

    /// <summary>The identity as text: <c>EM-CORE-001</c>, <c>http:503</c>, <c>socket:ConnectionRefused</c>, <c>sqlstate:40001</c>, <c>sqlite:5</c>, <c>smtp:550</c>, <c>hresult:0x80070020</c>; empty for none.</summary>
    /// <returns>The text, the same in every culture and process.</returns>
    public override string ToString() => Kind switch
    {
        ErrorIdentityKind.ErrorCode => Code.ToString(),
        ErrorIdentityKind.HttpStatus => string.Create(CultureInfo.InvariantCulture, $"http:{Number}"),
        ErrorIdentityKind.SocketError => $"socket:{(SocketError)Number}",
        ErrorIdentityKind.SqlState => $"sqlstate:{Text}",
        ErrorIdentityKind.DatabaseError or ErrorIdentityKind.Reply => string.Create(CultureInfo.InvariantCulture, $"{Text}:{Number}"),
        ErrorIdentityKind.HResult => string.Create(CultureInfo.InvariantCulture, $"hresult:0x{Number:x8}"),
        _ => "",
    };
}
