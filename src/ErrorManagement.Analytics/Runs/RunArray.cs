using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Reads runs from a JSON array, entry by entry: one that is malformed is counted, and the others are read.</summary>
internal static class RunArray
{
    private const string Broken = "it is no valid JSON";
    private const string CutOff = "it has no end: the input is cut off, or a bracket or a quotation mark is missing";
    private const string Behind = "what stands behind the end of the array is no run";
    private const string Unclosed = "the array has no end: the input may be cut off";

    public static async IAsyncEnumerable<WorkRun?> ReadAsync(ByteFeed feed, RunReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var most = reading.Settings.Options.MaxLineBytes;
        var entries = new ArrayReader(feed, most);
        var intake = reading.Intake;
        while (true)
        {
            switch (await entries.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                case ArrayStep.End:
                    yield break;
                case ArrayStep.Unclosed:
                    intake.AddMalformed(Unclosed, entries.Line);
                    break;
                case ArrayStep.Behind:
                    intake.AddMalformed(Behind, entries.Line);
                    break;
                case ArrayStep.CutOff:
                    intake.AddMalformed(CutOff, entries.Line, entries.Number);
                    break;
                case ArrayStep.Broken:
                    intake.AddMalformed(Broken, entries.Line, entries.Number);
                    break;
                default:
                    if (entries.IsTooLong)
                    {
                        intake.AddMalformed(RunLines.TooLong(most), entries.Line, entries.Number);
                    }
                    else if (RunLineParser.TryParse(entries.Entry.Span, out var run, out var fault))
                    {
                        yield return run;
                    }
                    else
                    {
                        intake.AddMalformed(fault, entries.Line, entries.Number);
                    }

                    break;
            }
        }
    }
}
