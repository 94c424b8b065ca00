using System.Globalization;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>Counts the errors of one signature. Bounded in size.</summary>
internal sealed class SignatureTally(ErrorSignature signature)
{
    private const int LongestExample = 200;
    private const int MostPhases = 100;
    private const int MostRuns = 10;

    private readonly List<string> _phases = [];
    private readonly List<string> _runs = [];
    private long _occurrences;
    private string _example = "";

    public void Add(long count, string? message)
    {
        _occurrences = count > long.MaxValue - _occurrences ? long.MaxValue : _occurrences + count;
        if (_example.Length == 0 && !string.IsNullOrWhiteSpace(message))
        {
            _example = Cut(message);
        }
    }

    public void See(string? phase, string? run)
    {
        See(_phases, phase, MostPhases);
        See(_runs, run, MostRuns);
    }

    public SignaturePattern Read() => new()
    {
        Signature = signature,
        Occurrences = _occurrences,
        ExampleMessage = _example,
        AffectedPhases = _phases,
        AffectedRuns = _runs,
    };

    /// <summary>At most 200 characters, never half of a sign that takes several.</summary>
    internal static string Cut(string message)
    {
        if (message.Length <= LongestExample)
        {
            return message;
        }

        var end = 0;
        while (StringInfo.GetNextTextElementLength(message.AsSpan(end)) is var next && end + next <= LongestExample)
        {
            end += next;
        }

        return end == 0 ? BoundedText.Cut(message, LongestExample) : message[..end];
    }

    private static void See(List<string> names, string? name, int most)
    {
        if (!string.IsNullOrEmpty(name) && names.Count < most && !names.Contains(name))
        {
            names.Add(name);
        }
    }
}
