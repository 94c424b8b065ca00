using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Runs;

/// <summary>The names of phases as they are counted.</summary>
internal static class PhaseNames
{
    /// <summary>How many characters of a name are kept.</summary>
    public const int Longest = 200;

    /// <summary>Of an error of which no phase is known.</summary>
    public const string Unknown = "Unknown";

    /// <summary>What the phases beyond the largest number share.</summary>
    public const string Other = "(other)";

    /// <summary>The name without blanks around it, cut, and without half surrogate pairs; null when nothing is left.</summary>
    public static string? Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        return JsonValueWriter.Valid(BoundedText.Cut(name.Trim(), Longest));
    }
}
