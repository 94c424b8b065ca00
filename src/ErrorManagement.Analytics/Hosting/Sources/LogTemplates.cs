using System.Collections.Concurrent;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>
/// Says which formats of log messages are templates. A literal of the program is one, as it stands. A format that is made at run time often holds
/// values that its author wrote into it (<c>LogError($"order {id} failed")</c>): such a one is masked like any message, or each value would be an error of its own.
/// </summary>
internal sealed class LogTemplates
{
    private const int MostLiterals = 4_096;

    // By reference: a literal is one object, and a text that only looks like it is none.
    private readonly ConcurrentDictionary<string, bool> _literals = new(ReferenceEqualityComparer.Instance);

    /// <summary>The template.</summary>
    /// <param name="format">The format; null when there is none.</param>
    /// <param name="hasValues">Whether it names values.</param>
    /// <returns>Null when it is to be found from the message.</returns>
    public string? Of(string? format, bool hasValues)
    {
        if (string.IsNullOrWhiteSpace(format))
        {
            return null;
        }

        return IsLiteral(format) ? format : hasValues ? MessageMask.Apply(format) : null;
    }

    private bool IsLiteral(string format)
    {
        if (_literals.ContainsKey(format))
        {
            return true;
        }

        // The pool of the runtime, which has every literal that was ever used: asked once for each.
        var literal = ReferenceEquals(string.IsInterned(format), format);
        if (literal && _literals.Count < MostLiterals)
        {
            _literals.TryAdd(format, true);
        }

        return literal;
    }
}
