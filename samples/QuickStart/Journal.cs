using System.Diagnostics;
using System.Globalization;

namespace QuickStart;

/// <summary>The live lines of the demonstration: equal calls in a row become one line with their number, events stand alone.</summary>
/// <remarks>Safe on any thread: breaker events come from where the call that caused them ran.</remarks>
internal sealed class Journal(Terminal terminal)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private string? _pending;
    private bool _pendingIsGood;
    private int _count;
    private TimeSpan _since;

    public void Phase(int number, int all, string title)
    {
        lock (_gate)
        {
            FlushLocked();
            terminal.Line();
            terminal.Heading($"Phase {number}/{all}  the server is {title}");
        }
    }

    /// <summary>One call of the client came to its end.</summary>
    public void Call(string outcome, bool good)
    {
        lock (_gate)
        {
            if (_pending != outcome || Elapsed - _since > LongestWait)
            {
                FlushLocked();
                _since = Elapsed;
            }

            _pending = outcome;
            _pendingIsGood = good;
            _count++;
        }
    }

    /// <summary>The breaker did something.</summary>
    public void Event(string text, bool good)
    {
        lock (_gate)
        {
            FlushLocked();
            Write($"  {Stamp(Elapsed)}  {text}", good ? terminal.Good : terminal.Bad);
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            FlushLocked();
        }
    }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    private static string Stamp(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,5:0.0} s");

    private void FlushLocked()
    {
        if (_pending is not null)
        {
            var calls = _count == 1 ? "1 call " : $"{_count} calls";
            Write($"  {Stamp(_since)}  {calls,-8}  {_pending}", _pendingIsGood ? terminal.Line : terminal.Warn);
            _pending = null;
            _count = 0;
        }
    }

    // Why a breaker opened and when it tries again must be read on a narrow screen too.
    private void Write(string text, Action<string> how)
    {
        const string indent = "            ";
        var rest = Terminal.Cut(text, int.MaxValue);
        while (rest.Length > terminal.Width)
        {
            var end = rest.LastIndexOf(' ', terminal.Width);
            if (end <= indent.Length)
            {
                end = terminal.Width;
            }

            how(rest[..end]);
            rest = indent + rest[end..].TrimStart();
        }

        how(rest);
    }
}
