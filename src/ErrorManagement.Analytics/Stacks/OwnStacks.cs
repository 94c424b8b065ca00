using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Stacks.Restoration;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>
/// Reads the application's own frames out of captured stacks, in a form that is the same whatever the runtime's compiler left out of them.
/// Safe on any thread, meant for the worker. A stack that came by the same places as another one before takes some microseconds; the first by its
/// places is looked for in the code, which takes hundreds, and in the first of a process, whose code and names nobody has read yet, some thousands.
/// </summary>
internal sealed class OwnStacks
{
    /// <summary>How many frames are kept.</summary>
    public const int MaxFrames = 256;

    // Most errors come by places that others came by. Beyond these, all is forgotten and found again.
    private const int MaxKnown = 4_096;

    private readonly Lock _gate = new();
    private readonly Dictionary<StackPlaces, StackSignature> _known = [];
    private CodeMap _map = new();

    /// <summary>
    /// What the stacks of a tree say about an error's identity. Of several branches only the first counts: how many others there are,
    /// and in which order, is chance where things run at the same time.
    /// </summary>
    /// <param name="exceptions">The exceptions, the outermost first, then the chain to the root cause, then the other branches.</param>
    public StackSignature Of(IReadOnlyList<CapturedException> exceptions)
    {
        var places = StackPlaces.Of(exceptions);
        lock (_gate)
        {
            if (places is null)
            {
                return ReadLocked(exceptions);
            }

            if (!_known.TryGetValue(places, out var signature))
            {
                if (_known.Count >= MaxKnown)
                {
                    _known.Clear();
                }

                signature = ReadLocked(exceptions);
                _known[places] = signature;
            }

            return signature;
        }
    }

    private StackSignature ReadLocked(IReadOnlyList<CapturedException> exceptions)
    {
        var root = 0;
        while (root + 1 < exceptions.Count && exceptions[root + 1].Parent == root)
        {
            root++;
        }

        // What an exception's frames hand on may be where one inside it comes from, so the outermost is read first; the innermost is told first.
        var restored = new RestoredStack?[root + 1];
        var isComplete = true;
        var handed = HandedMethods.None;
        for (var i = 0; i <= root; i++)
        {
            if (exceptions[i] is { Stack: { } stack } exception)
            {
                restored[i] = Restore(stack, exception.Type, handed, ref isComplete);
                handed = restored[i]!.Handed;
            }
        }

        var names = new List<string>();
        var places = new HashSet<string>(StringComparer.Ordinal);
        for (var i = root; i >= 0; i--)
        {
            if (restored[i] is { } read)
            {
                Add(read.Frames, names, places);
            }
            else if (exceptions[i].StackText is { } text)
            {
                names.AddRange(TextFrames.Of(text, MaxFrames));
                isComplete = false;
            }
        }

        return Signature(names, isComplete, places);
    }

    /// <summary>The same of a stack that is only text. What was left out of it cannot be found, so it is incomplete.</summary>
    public static StackSignature Of(string text) => Signature(TextFrames.Of(text, MaxFrames), isComplete: false, places: null);

    private static StackSignature Signature(List<string> names, bool isComplete, HashSet<string>? places)
    {
        var frames = FrameFolder.Fold(names);
        if (frames.Count > MaxFrames)
        {
            // Where it was entered says more than what lies before that.
            frames = [.. frames.Take(MaxFrames - 1), frames[^1]];
        }

        return frames.Count == 0 && isComplete ? StackSignature.None : new StackSignature(frames, isComplete, places);
    }

    private RestoredStack Restore(CapturedStack stack, Type thrown, HandedMethods handed, ref bool isComplete)
    {
        var isWhole = true;
        var assemblies = new HashSet<Assembly>();
        var methods = new List<(MethodBase? Method, StackFrame Frame)>();
        for (var i = 0; i < stack.Count; i++)
        {
            var entry = stack[i];
            if (entry.Frame is { } frame)
            {
                methods.Add((MethodOf(frame), frame));
            }

            // What came again and again is called by the same places as the first time.
            isWhole &= entry.Frame is not null || entry.Above > 0;
        }

        // What can be unloaded is not remembered.
        var map = methods.Exists(static one => one.Method is { } method && method.Module.Assembly.IsCollectible) ? new CodeMap() : _map.IsFull ? _map = new CodeMap() : _map;
        var frames = new List<PlacedFrame>(methods.Count);
        foreach (var (method, frame) in methods)
        {
            var node = NodeOf(map, method, frame);
            frames.Add(new PlacedFrame(node, frame.GetILOffset()));
            if (node is ReflectedMethod { IsOwn: true } own)
            {
                assemblies.Add(own.Method.Module.Assembly);
            }
        }

        var restored = new FrameRestorer(new StackCodeIndex(map, assemblies)).Restore(frames, thrown, handed);
        isComplete &= isWhole && restored.IsComplete;
        return restored;
    }

    private static void Add(IReadOnlyList<RestoredFrame> frames, List<string> names, HashSet<string> places)
    {
        foreach (var (method, statement, isGap) in RecursionFolder.Fold(frames))
        {
            if (method.Name is { } name)
            {
                var place = $"{name}{StackSignature.Gap}{statement}";
                names.Add(isGap ? place : name);
                if (statement is not null)
                {
                    places.Add(place);
                }
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away is told by its name alone.")]
    private static MethodBase? MethodOf(StackFrame frame) => frame.GetMethod();

    private static ICodeMethod NodeOf(CodeMap map, MethodBase? method, StackFrame frame)
    {
        try
        {
            if (method is not null)
            {
                return map.Of(method);
            }

            return DiagnosticMethodInfo.Create(frame) is { } named && OwnCode.Is(named.DeclaringAssemblyName?.Split(',')[0])
                ? new NamedMethod(FrameNames.Of(named.DeclaringTypeName, named.Name))
                : OpaqueMethod.Instance;
        }
        catch (Exception)
        {
            // Reflection over foreign code can fail in many ways; the frame is then not known.
            return OpaqueMethod.Instance;
        }
    }
}
