using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>
/// Writes frames as lines: <c>at Type.Method(Parameters) in File:line 12</c>, as far as names and symbols are there. The same place in the
/// program gives the same object, so that thousands of errors share their lines; bounded, safe on any thread, meant for the worker.
/// </summary>
internal sealed class FrameLines
{
    /// <summary>How many characters of a line are kept.</summary>
    public const int MaxLength = 1_024;

    private const int MaxKnown = 4_096;

    private readonly Lock _gate = new();
    private Dictionary<(nint Method, int Offset), StackLine?> _known = [];
    private Dictionary<(nint Method, int Offset), StackLine?> _before = [];

    /// <summary>The lines of a stack, innermost first, what comes again folded.</summary>
    public IReadOnlyList<StackLine> Of(CapturedStack stack)
    {
        var lines = Named(stack, all: false);
        if (lines.Count == 0)
        {
            // Nothing but what is left out elsewhere: better that than nothing.
            lines = Named(stack, all: true);
        }

        // Frames that differ by their place in the machine code only have the same line.
        var folded = StackFolder.Fold(lines.Count, at => lines[at], static (one, other) => one.Text == other.Text && !IsWord(one), CapturedStack.MaxLines);
        return folded.Select(static entry => entry.Frame ?? Word(entry.Above, entry.Times)).ToArray();
    }

    /// <summary>The lines of a stack that is text already.</summary>
    public static IReadOnlyList<StackLine> Of(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd()).Where(static line => line.Length > 0).Take(CapturedStack.MaxLines)
            .Select(static line => new StackLine(Clean(line), line.TrimStart() is var frame && frame.StartsWith("at ", StringComparison.Ordinal) && OwnCode.Is(frame["at ".Length..].Split('.')[0])))
            .ToArray();

    /// <summary>The line that stands for frames left out.</summary>
    public static StackLine LeftOut(int frames) => Word(0, frames);

    private static bool IsWord(StackLine line) => line.Text.StartsWith("   ...", StringComparison.Ordinal);

    private static StackLine Word(int above, int times) => new(
        above switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"   ... {times:N0} frames left out"),
            1 => $"   ... the line above {Times(times)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"   ... the {above} lines above {Times(times)}"),
        },
        IsOwn: false);

    private static string Times(int times) => times == 1 ? "once more" : string.Create(CultureInfo.InvariantCulture, $"{times:N0} times more");

    private List<StackLine> Named(CapturedStack stack, bool all)
    {
        var lines = new List<StackLine>(stack.Count);
        var linesBefore = new int[stack.Count];
        for (var i = 0; i < stack.Count; i++)
        {
            linesBefore[i] = lines.Count;
            var entry = stack[i];
            if (entry.Frame is not null)
            {
                if (LineOf(entry.Frame, all) is { } line)
                {
                    lines.Add(line);
                }
            }
            else if (entry.Above == 0)
            {
                lines.Add(Word(0, entry.Times));
            }
            else if (lines.Count - linesBefore[Math.Max(0, i - entry.Above)] is var above and > 0)
            {
                // Some of what came again may be left out itself.
                lines.Add(Word(above, entry.Times));
            }
        }

        return lines;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away has no name to show; the frame then says so.")]
    private StackLine? LineOf(StackFrame frame, bool all)
    {
        try
        {
            if (frame.GetMethod() is not { } method)
            {
                return Nameless(frame, all);
            }

            // What can be unloaded is not remembered: another method could have its address later.
            if (all || method.DeclaringType is null || method.Module.Assembly.IsCollectible)
            {
                return !all && FrameNoise.Is(method) ? null : Write(method, frame);
            }

            var key = (method.MethodHandle.Value, frame.GetILOffset());
            if (!TryFind(key, out var line))
            {
                line = Add(key, FrameNoise.Is(method) ? null : Write(method, frame));
            }

            return line;
        }
        catch (Exception)
        {
            // Reflection over foreign code can fail in many ways; a frame without a name is better than none of the stack.
            return new StackLine("   at (unreadable)", IsOwn: false);
        }
    }

    private bool TryFind((nint Method, int Offset) key, out StackLine? line)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(key, out line))
            {
                return true;
            }

            if (!_before.TryGetValue(key, out line))
            {
                return false;
            }
        }

        Add(key, line);
        return true;
    }

    private StackLine? Add((nint Method, int Offset) key, StackLine? line)
    {
        lock (_gate)
        {
            if (_known.Count >= MaxKnown)
            {
                // What was used lately moves over when it is used again; the rest goes with the next turn.
                _before = _known;
                _known = [];
            }

            if (!_known.TryAdd(key, line))
            {
                return _known[key];
            }

            return line;
        }
    }

    private static StackLine Write(MethodBase method, StackFrame frame)
    {
        var place = SourceLines.Find(method, frame.GetILOffset()) is var (file, number) ? string.Create(CultureInfo.InvariantCulture, $" in {file}:line {number}") : "";
        return new StackLine(Clean($"   at {MethodNames.Of(method)}{place}"), method.DeclaringType is { } type && OwnCode.Is(type.Assembly));
    }

    /// <summary>Programs compiled ahead of time have no methods to look at, but most of their names.</summary>
    private static StackLine? Nameless(StackFrame frame, bool all)
    {
        if (DiagnosticMethodInfo.Create(frame) is not { } method)
        {
            return new StackLine("   at (unknown)", IsOwn: false);
        }

        return !all && FrameNoise.Is(method.DeclaringTypeName, method.Name)
            ? null
            : new StackLine(Clean("   at " + MethodNames.Of(method.DeclaringTypeName, method.Name)), OwnCode.Is(method.DeclaringAssemblyName?.Split(',')[0]));
    }

    /// <summary>One line of bounded length: names in foreign assemblies may hold anything.</summary>
    private static string Clean(string line)
    {
        if (line.Length > MaxLength)
        {
            line = string.Concat(line.AsSpan(0, MaxLength - 1), "…");
        }

        return line.Any(static c => char.IsControl(c) || c is '\u2028' or '\u2029')
            ? string.Create(line.Length, line, static (to, from) =>
            {
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? '?' : from[i];
                }
            })
            : line;
    }
}
