using static ErrorManagement.Analytics.Runs.RunFigures;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Says in words what of an input was left out. Pure.</summary>
internal static class IntakeNotes
{
    /// <summary>A line for each kind; none when all was counted. Runs that are merely older than the window are no loss.</summary>
    public static IReadOnlyList<string> Of(RunIntake intake, int mostFaults)
    {
        var notes = new List<string>();
        Add(intake.Undated, "run", "without a start time");
        Add(intake.Future, "run", "with a start time in the future");
        Add(intake.Replaced, "entry", "of a run that is given again, of which the last entry counts", "entries");
        Add(intake.Malformed, "entry", "that could not be read", "entries");
        foreach (var fault in intake.Faults.Take(mostFaults))
        {
            notes.Add(fault.Entry > 0 ? $"- Entry {Number(fault.Entry)}, in line {Number(fault.Line)}: {fault.Reason}" : fault.Line > 0 ? $"- Line {Number(fault.Line)}: {fault.Reason}" : $"- {fault.Reason}");
        }

        if (intake.Malformed > mostFaults && intake.Faults.Count > 0)
        {
            notes.Add($"- … and {Number(intake.Malformed - mostFaults)} more");
        }

        Add(intake.MalformedPhaseErrors, "run", "counted without phase errors, as these are no JSON object");
        Add(intake.EventsLeftOut, "event", "outside of the window, without a time or empty");
        return notes;

        void Add(long count, string singular, string what, string? plural = null)
        {
            if (count > 0)
            {
                notes.Add($"{Count(count, singular, plural)} {what}");
            }
        }
    }
}
