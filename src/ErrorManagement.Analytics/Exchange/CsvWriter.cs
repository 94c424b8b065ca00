using System.Buffers;
using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>One row a record, below a row of names. UTF-8 with a byte order mark: spreadsheets take the file for a local code page without it.</summary>
internal sealed class CsvWriter(ArrayBufferWriter<byte> buffer) : RecordWriter(buffer)
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly (string Name, Action<StringBuilder, ErrorRecord> Write)[] Columns =
    [
        Word("id", static e => e.Id.ToString()),
        Word("fingerprint", static e => e.Fingerprint.ToString()),
        Text("error_type", static e => e.ErrorType),
        Word("error_code", static e => e.Code?.ToString()),
        Text("identity", static e => e.Identity),
        Text("component", static e => e.Component),
        Word("severity", static e => e.Severity.ToWireName()),
        Word("category", static e => WireNames<ErrorCategory>.Of(e.Category)),
        Word("status", static e => WireNames<ErrorStatus>.Of(e.Status)),
        Number("count", static e => e.Count),
        Number("recovered_count", static e => e.RecoveredCount),
        Number("handled_count", static e => e.HandledCount),
        Number("consequence_count", static e => e.ConsequenceCount),
        Instant("first_seen", static e => e.FirstSeen),
        Instant("last_seen", static e => e.LastSeen),
        Instant("resolved_at", static e => e.ResolvedAt),
        Text("resolved_in_release", static e => e.ResolvedInRelease),
        Instant("muted_until", static e => e.MutedUntil),
        Number("muted_until_per_hour", static e => e.MutedUntilPerHour),
        Text("message", static e => e.Message),
        Text("template", static e => e.Template),
        Text("root_cause", static e => e.RootCause),
        Text("culprit", static e => e.Culprit),
        Text("sources", static e => string.Join(" | ", JsonRecordWriter.NamesOf(e.Sources))),
        Text("releases", static e => string.Join(" | ", e.Releases)),
        Text("hosts", static e => string.Join(" | ", e.Hosts)),
    ];

    private readonly StringBuilder _row = new();

    /// <summary>The names of the columns, in order.</summary>
    public static IEnumerable<string> Names => Columns.Select(static column => column.Name);

    public override void Begin()
    {
        _row.Append('\uFEFF').AppendJoin(',', Names).Append("\r\n");
        Append(_row);
    }

    public override void Write(ErrorRecord record)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (i > 0)
            {
                _row.Append(',');
            }

            Columns[i].Write(_row, record);
        }

        _row.Append("\r\n");
        Append(_row);
    }

    private static (string Name, Action<StringBuilder, ErrorRecord> Write) Text(string name, Func<ErrorRecord, string?> read) => (name, (to, record) => CsvText.Append(to, read(record)));

    // What this library names: letters, digits, underscores, dashes and colons.
    private static (string Name, Action<StringBuilder, ErrorRecord> Write) Word(string name, Func<ErrorRecord, string?> read) => (name, (to, record) => to.Append(read(record)));

    private static (string Name, Action<StringBuilder, ErrorRecord> Write) Number(string name, Func<ErrorRecord, long?> read) => (name, (to, record) => to.Append(CultureInfo.InvariantCulture, $"{read(record)}"));

    private static (string Name, Action<StringBuilder, ErrorRecord> Write) Instant(string name, Func<ErrorRecord, DateTimeOffset?> read) =>
        (name, (to, record) => to.Append(read(record)?.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)));
}
