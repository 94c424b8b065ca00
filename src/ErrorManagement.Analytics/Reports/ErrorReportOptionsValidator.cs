using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Says what is wrong with <see cref="ErrorReportOptions"/>, everything at once.</summary>
internal static class ErrorReportOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ErrorReportOptions options)
    {
        var mistakes = new List<string>();
        if (options.Window < ErrorReportOptions.MinWindow || options.Window > ErrorReportOptions.DefaultWindow)
        {
            mistakes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(ErrorReportOptions.Window)} must be at least {ErrorReportOptions.MinWindow} and at most {ErrorReportOptions.DefaultWindow}; it is {options.Window}."));
        }

        CheckCount(nameof(ErrorReportOptions.TopErrors), options.TopErrors, ErrorReportOptions.MaxErrors);
        CheckCount(nameof(ErrorReportOptions.DetailedErrors), options.DetailedErrors, ErrorReportOptions.MaxErrors);
        CheckCount(nameof(ErrorReportOptions.StackLines), options.StackLines, ErrorReportOptions.MaxStackLines);
        if (options.Circuits is null)
        {
            mistakes.Add($"{nameof(ErrorReportOptions.Circuits)} must not be null; it is null. An empty list leaves the section out.");
        }
        else if (options.Circuits.Any(static c => c is null))
        {
            mistakes.Add($"{nameof(ErrorReportOptions.Circuits)} must not hold null; one of its {options.Circuits.Count} entries is null.");
        }

        return mistakes;

        void CheckCount(string name, int value, int max)
        {
            if (value < 0 || value > max)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 0 and at most {max}; it is {value}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ErrorReportOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
