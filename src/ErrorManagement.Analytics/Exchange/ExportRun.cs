using System.Buffers;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Writes records to a stream as they are made, so that no more than one of them and a buffer are held. Never writes synchronously: a web server's stream refuses that.</summary>
internal static class ExportRun
{
    private const int FlushAt = 32 * 1024;

    /// <param name="destination">The stream; left open.</param>
    /// <param name="records">The records, made one at a time while they are gone through.</param>
    /// <param name="format">The form.</param>
    /// <param name="head">What is said of the whole.</param>
    /// <param name="cancellationToken">Looked at before each record.</param>
    public static async Task WriteAsync(Stream destination, IEnumerable<ErrorRecord> records, ErrorExportFormat format, ExportHead head, CancellationToken cancellationToken)
    {
        // Not straight to the stream: a writer that owns it would write what is left when it is disposed, also to a stream that failed or after the caller gave up.
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        using var writer = RecordWriter.Of(format, head, buffer);
        cancellationToken.ThrowIfCancellationRequested();
        writer.Begin();
        if (writer.HasTable)
        {
            await ForEachAsync(writer.WriteRow).ConfigureAwait(false);
        }

        var count = await ForEachAsync(writer.Write).ConfigureAwait(false);
        writer.End(count);
        await PassOnAsync().ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);

        async Task<int> ForEachAsync(Action<ErrorRecord> write)
        {
            var written = 0;
            foreach (var record in records)
            {
                cancellationToken.ThrowIfCancellationRequested();
                write(record);
                writer.Flush();
                written++;
                if (buffer.WrittenCount >= FlushAt)
                {
                    await PassOnAsync().ConfigureAwait(false);
                }
            }

            return written;
        }

        async ValueTask PassOnAsync()
        {
            writer.Flush();
            await destination.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }
}
