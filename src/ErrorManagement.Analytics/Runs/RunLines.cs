using System.Globalization;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Reads runs from lines of JSON. Every line is counted: as a run, as blank, or as malformed.</summary>
internal static class RunLines
{
    public static async IAsyncEnumerable<WorkRun?> ReadAsync(ByteFeed feed, RunReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var most = reading.Settings.Options.MaxLineBytes;
        var lines = new LineReader(feed, most);
        var intake = reading.Intake;
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            intake.Lines++;
            if (lines.IsBlank)
            {
                intake.BlankLines++;
            }
            else if (lines.IsTooLong)
            {
                intake.AddMalformed(TooLong(most), intake.Lines);
            }
            else if (RunLineParser.TryParse(lines.Line.Span, out var run, out var fault))
            {
                yield return run;
            }
            else
            {
                intake.AddMalformed(fault, intake.Lines);
            }
        }
    }

    /// <summary>What is wrong with a line, or an entry of an array, that has more bytes than it may.</summary>
    public static string TooLong(int most) => string.Create(CultureInfo.InvariantCulture, $"it is longer than {most} bytes");
}
