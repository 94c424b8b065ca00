using System.Text;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Knows which statuses of runs are failures. Immutable.</summary>
internal sealed class RunStatuses
{
    private const int LongestLooked = 100;

    private static readonly string[] BuiltIn = ["failed", "failure", "error", "errored", "crashed", "timeout", "timed_out", "startup_failure"];

    private readonly HashSet<string> _failed;

    /// <param name="failed">The statuses; the built-in ones when there are none.</param>
    public RunStatuses(ICollection<string> failed) => _failed = [.. (failed.Count == 0 ? BuiltIn : failed).Select(KeyOf)];

    /// <summary>Whether a run of this status failed; one without a status did not.</summary>
    public bool IsFailure(string? status) => !string.IsNullOrEmpty(status) && status.Length <= LongestLooked && _failed.Contains(KeyOf(status));

    /// <summary>The letters and digits of a status in lower case: <c>Timed-Out</c> is <c>timedout</c>.</summary>
    public static string KeyOf(string status)
    {
        var key = new StringBuilder(status.Length);
        foreach (var rune in status.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                key.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return key.ToString();
    }
}
