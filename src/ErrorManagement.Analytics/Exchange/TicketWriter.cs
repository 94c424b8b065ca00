using System.Buffers;
using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Markdown to be pasted into a ticket: one record as the ticket itself, several with a table before them.</summary>
internal sealed class TicketWriter(ExportHead head, ArrayBufferWriter<byte> buffer) : RecordWriter(buffer)
{
    private const int MaxTitle = 120;

    private readonly StringBuilder _text = new();
    private int _row;
    private int _section;

    private bool IsOne => head.Expected == 1;

    public override bool HasTable => head.Expected > 1;

    public override void Begin()
    {
        if (IsOne)
        {
            return;
        }

        _text.Append("# Errors").Append(head.Application is { } application ? $" of {TicketText.Inline(application, MaxTitle)}" : "").Append("\n\n");
        _text.Append(CultureInfo.InvariantCulture, $"Exported {TicketSection.Instant(head.ExportedAt)}. All times are UTC.\n");
        if (head.Expected == 0)
        {
            _text.Append("\nNo errors.\n");
        }
        else
        {
            _text.Append("\n| # | Error | Component | Severity | Status | Count | Last seen |\n| ---: | --- | --- | --- | --- | ---: | --- |\n");
        }

        Append(_text);
    }

    public override void WriteRow(ErrorRecord record)
    {
        _text.Append(CultureInfo.InvariantCulture, $"| {++_row} | {Title(record)} | {TicketText.Inline(record.Component, MaxTitle)} | {record.Severity.ToWireName()} | {WireNames<ErrorStatus>.Of(record.Status)} | {record.Count:N0} | {TicketSection.Instant(record.LastSeen)} |\n");
        Append(_text);
    }

    public override void Write(ErrorRecord record)
    {
        var heading = "#";
        if (!IsOne)
        {
            heading = "##";
            _text.Append('\n');
        }

        _text.Append(heading).Append(' ').Append(IsOne ? "" : string.Create(CultureInfo.InvariantCulture, $"{++_section}. ")).Append(Title(record)).Append("\n\n");
        TicketSection.Append(_text, record, heading + "#", IsOne ? head.Application : null);
        Append(_text);
    }

    private static string Title(ErrorRecord record) => TicketText.Inline($"{ShortTypeName.Of(record.ErrorType)}: {record.Template}", MaxTitle);
}
