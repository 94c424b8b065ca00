using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>
/// The places in the code that a tree of exceptions came by, to be compared with those of others in this process: where they are equal, the stacks
/// say the same. Nothing is named for it.
/// </summary>
internal sealed class StackPlaces : IEquatable<StackPlaces>
{
    private readonly long[] _places;
    private readonly ulong _hash;

    private StackPlaces(List<long> places)
    {
        _places = [.. places];
        _hash = StableHash.Of(MemoryMarshal.AsBytes(_places.AsSpan()));
    }

    /// <summary>Reads them; null where the places alone do not tell: a stack is text, or code has no handle of its own or may be unloaded and its handle go to other code.</summary>
    public static StackPlaces? Of(IReadOnlyList<CapturedException> exceptions)
    {
        var places = new List<long>();
        foreach (var exception in exceptions)
        {
            if (exception.StackText is not null || exception.Type.IsCollectible)
            {
                return null;
            }

            places.Add(exception.Type.TypeHandle.Value);
            places.Add(((long)exception.Parent << 32) | (uint)exception.LeftOut);
            places.Add(exception.Stack?.Count ?? -1);
            if (exception.Stack is { } stack && !TryAdd(stack, places))
            {
                return null;
            }
        }

        return new StackPlaces(places);
    }

    public bool Equals(StackPlaces? other) => other is not null && _hash == other._hash && _places.AsSpan().SequenceEqual(other._places);

    public override bool Equals(object? obj) => Equals(obj as StackPlaces);

    public override int GetHashCode() => (int)_hash;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Of a method that was trimmed away nothing is asked here but its handle.")]
    private static bool TryAdd(CapturedStack stack, List<long> places)
    {
        for (var i = 0; i < stack.Count; i++)
        {
            var entry = stack[i];
            if (entry.Frame is not { } frame)
            {
                // A word on missing frames. How often something came again is not told: it says nothing.
                places.Add(0);
                places.Add(entry.Above);
                continue;
            }

            if (frame.GetMethod() is not { DeclaringType: not null, IsCollectible: false } method)
            {
                return false;
            }

            places.Add(method.MethodHandle.Value);
            places.Add(frame.GetILOffset());
        }

        return true;
    }
}
