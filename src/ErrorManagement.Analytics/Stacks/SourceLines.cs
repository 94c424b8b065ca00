using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Finds the source line of a place in a method, from portable symbols beside the assembly or inside it. On the worker only: it reads files.</summary>
internal static class SourceLines
{
    /// <summary>How many modules' symbols are held at a time.</summary>
    public const int MaxModules = 64;

    /// <summary>How many bytes of symbols are held at a time; those of one module may be more.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private static readonly ConditionalWeakTable<Module, ModuleSymbols> Known = [];
    private static readonly LinkedList<ModuleSymbols> Held = new();
    private static readonly Lock Gate = new();

    /// <summary>The file and line; null when there are no symbols for it.</summary>
    public static (string File, int Line)? Find(MethodBase method, int offset)
    {
        if (offset < 0)
        {
            return null;
        }

        try
        {
            var token = (EntityHandle)MetadataTokens.Handle(method.MetadataToken);
            if (token.Kind != HandleKind.MethodDefinition)
            {
                return null;
            }

            var symbols = Known.GetValue(method.Module, static module => new ModuleSymbols(ModuleSymbols.PathOf(module)));
            if (symbols.Read() is not { } reader)
            {
                return null;
            }

            Hold(symbols);
            return Find(reader, (MethodDefinitionHandle)token, offset);
        }
        catch (Exception)
        {
            // Symbols are files that anybody may have written: whatever is wrong with them, the frame keeps its name.
            return null;
        }
    }

    private static (string File, int Line)? Find(MetadataReader reader, MethodDefinitionHandle method, int offset)
    {
        SequencePoint? best = null;
        foreach (var point in reader.GetMethodDebugInformation(method).GetSequencePoints())
        {
            if (point.Offset > offset)
            {
                break;
            }

            if (!point.IsHidden)
            {
                best = point;
            }
        }

        return best is { } found ? (reader.GetString(reader.GetDocument(found.Document).Name), found.StartLine) : null;
    }

    /// <summary>Takes note of a use, and lets go of what was not used for the longest time once there is too much.</summary>
    private static void Hold(ModuleSymbols symbols)
    {
        lock (Gate)
        {
            Held.Remove(symbols);
            Held.AddFirst(symbols);
            var bytes = 0L;
            var count = 0;
            for (var node = Held.First; node is not null;)
            {
                var next = node.Next;
                bytes += node.Value.Bytes;
                if (++count > 1 && (count > MaxModules || bytes > MaxBytes))
                {
                    node.Value.LetGo();
                    Held.Remove(node);
                }

                node = next;
            }
        }
    }
}
