using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Reads the application's own frames out of captured stacks. Safe on any thread, meant for the worker.</summary>
internal sealed class OwnStacks
{
    private const int MaxFrames = 256;

    /// <summary>What the stacks of a tree say about an error's identity.</summary>
    /// <param name="exceptions">The exceptions, the outermost first.</param>
    [SuppressMessage("Performance", "CA1822", Justification = "What is known of methods is remembered here.")]
    public StackSignature Of(IReadOnlyList<CapturedException> exceptions)
    {
        var frames = new List<string>();
        for (var i = exceptions.Count - 1; i >= 0; i--)
        {
            if (exceptions[i].Stack is { } stack)
            {
                Add(stack, frames);
            }
        }

        return frames.Count == 0 ? StackSignature.None : new StackSignature(frames, IsComplete: true);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away has no name; the frame then says nothing.")]
    private static void Add(CapturedStack stack, List<string> frames)
    {
        for (var i = 0; i < stack.Count && frames.Count < MaxFrames; i++)
        {
            if (stack[i].Frame?.GetMethod() is { DeclaringType: { } type } method && OwnCode.Is(type.Assembly) && !FrameNoise.Is(method))
            {
                frames.Add(NameOf(method));
            }
        }
    }

    private static string NameOf(MethodBase method)
    {
        var name = MethodNames.Of(method);
        var open = name.IndexOf('(', StringComparison.Ordinal);
        return open > 0 ? name[..open] : name;
    }
}
