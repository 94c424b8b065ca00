using ErrorManagement.Analytics.Stacks.Restoration;

namespace ErrorManagement.Analytics.Tests.Stacks.Restoration;

/// <summary>
/// A program made of words: <c>Run: 0 A, 4 B | 8 !</c> is a method with statements at 0, 4 and 8 that call A, call B and throw. A name in lower
/// case is foreign, <c>~A</c> a virtual call, <c>@</c> a call through a delegate, <c>&amp;A</c> hands A on, <c>?</c> throws what it was given.
/// </summary>
internal sealed class MadeUpCode : ICodeIndex
{
    private readonly Dictionary<string, MadeUpMethod> _methods = new(StringComparer.Ordinal);

    public List<ICodeMethod> Anywhere { get; } = [];

    public IReadOnlyList<ICodeMethod> TakenAnywhere => Anywhere;

    public ICodeMethod? TakerOf(ICodeMethod method) => _methods.Values.Where(one => one.Code?.Calls.Any(call => call.Kind == CodeCallKind.Taken && ReferenceEquals(call.Target, method)) == true).ToList() is [var only] ? only : null;

    public IReadOnlyList<ICodeMethod> ImplementationsOf(ICodeMethod called) => [.. _methods.Values.Where(one => one.Overrides(called))];

    public MadeUpMethod this[string name]
    {
        get
        {
            if (!_methods.TryGetValue(name, out var method))
            {
                method = new MadeUpMethod(name);
                _methods[name] = method;
            }

            return method;
        }
    }

    /// <summary>Defines methods, one a line.</summary>
    public static MadeUpCode Of(string program)
    {
        var code = new MadeUpCode();
        foreach (var line in program.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, body) = (line.Split(':')[0], line.Split(':')[1]);
            code[name].Code = code.Body(body);
        }

        return code;
    }

    /// <summary>Restores the frames, written innermost first as <c>Check@8 &lt; Run@0</c>, and writes the result the same way, with a question mark when it is incomplete.</summary>
    public string Restore(string frames, Type? thrown = null)
    {
        var placed = frames.Split(" < ").Select(frame => frame.Split('@')).Select(frame => new PlacedFrame(this[frame[0]], int.Parse(frame[1], System.Globalization.CultureInfo.InvariantCulture))).ToList();
        var restored = new FrameRestorer(this).Restore(placed, thrown ?? typeof(InvalidOperationException));
        return string.Join(" < ", restored.Frames.Select(static frame => frame.Method.Name)) + (restored.IsComplete ? "" : " ?");
    }

    private MethodCode Body(string body)
    {
        var calls = new List<CodeCall>();
        var throws = new List<CodeThrow>();
        var faults = new List<CodeFault>();
        var regions = new List<CodeRegion>();
        var statements = new List<int>();
        foreach (var statement in body.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = statement.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var offset = int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture);
            statements.Add(offset);
            foreach (var word in words.Skip(1))
            {
                offset++;
                switch (word[0])
                {
                    case '!':
                        throws.Add(new CodeThrow(offset, typeof(InvalidOperationException), IsExact: true));
                        break;
                    case '?':
                        throws.Add(new CodeThrow(offset, null, IsExact: false));
                        break;
                    case '#':
                        faults.Add(new CodeFault(offset, FaultKinds.NullReference));
                        break;
                    case '{':
                        regions.Add(new CodeRegion(offset - 1, offset + 1000, typeof(Exception)));
                        break;
                    case '}':
                        regions[^1] = regions[^1] with { TryTo = offset };
                        break;
                    case '@':
                        calls.Add(new CodeCall(offset, CodeCallKind.Delegate, this["invoke"]));
                        break;
                    case '&':
                        calls.Add(new CodeCall(offset, CodeCallKind.Taken, this[word[1..]]));
                        break;
                    case '~':
                        calls.Add(new CodeCall(offset, CodeCallKind.Virtual, this[word[1..]]));
                        break;
                    default:
                        calls.Add(new CodeCall(offset, CodeCallKind.Direct, this[word], TakesCode: word.EndsWith("each", StringComparison.Ordinal)));
                        break;
                }
            }
        }

        return new MethodCode { Calls = calls, Throws = throws, Faults = faults, Regions = regions, Statements = statements };
    }
}
