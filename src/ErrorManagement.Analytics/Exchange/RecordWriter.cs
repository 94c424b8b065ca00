using System.Buffers;
using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Writes records in one form, each at once when it is made: nothing of it is held afterwards.</summary>
/// <param name="buffer">Where to.</param>
internal abstract class RecordWriter(ArrayBufferWriter<byte> buffer) : IDisposable
{
    /// <summary>Whether each record is shown in a table before any is written: the records are then read twice.</summary>
    public virtual bool HasTable => false;

    protected ArrayBufferWriter<byte> Buffer => buffer;

    /// <summary>Writes what stands before the first record.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Writes a record's line of the table.</summary>
    public virtual void WriteRow(ErrorRecord record)
    {
    }

    /// <summary>Writes a record.</summary>
    public abstract void Write(ErrorRecord record);

    /// <summary>Writes what stands behind the last record.</summary>
    /// <param name="count">How many records were written.</param>
    public virtual void End(int count)
    {
    }

    /// <summary>Puts all that was written into the buffer.</summary>
    public virtual void Flush()
    {
    }

    public virtual void Dispose()
    {
    }

    /// <summary>The writer of a format.</summary>
    /// <param name="format">The format, one of the enumeration.</param>
    /// <param name="head">What is said of the export as a whole.</param>
    /// <param name="buffer">Where to.</param>
    public static RecordWriter Of(ErrorExportFormat format, ExportHead head, ArrayBufferWriter<byte> buffer) => format switch
    {
        ErrorExportFormat.Json => new JsonExportWriter(head, buffer),
        ErrorExportFormat.JsonLines => new JsonLinesWriter(buffer),
        ErrorExportFormat.Csv => new CsvWriter(buffer),
        _ => new TicketWriter(head, buffer),
    };

    protected void Append(StringBuilder text)
    {
        // As one text: a character may lie across two chunks of the builder.
        Encoding.UTF8.GetBytes(text.ToString(), buffer);
        text.Clear();
    }
}
