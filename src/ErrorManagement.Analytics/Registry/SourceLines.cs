using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Finds the source line of a place in a method, from portable symbols beside the assembly or inside it. On the worker only: it reads files.</summary>
internal static class SourceLines
{
    private static readonly ConditionalWeakTable<Module, Symbols> Known = [];

    /// <summary>The file and line; null when there are no symbols for it.</summary>
    public static (string File, int Line)? Find(MethodBase method, int offset)
    {
        if (offset < 0 || Known.GetValue(method.Module, static module => new Symbols(Open(module))).Reader is not { } reader)
        {
            return null;
        }

        var token = (EntityHandle)MetadataTokens.Handle(method.MetadataToken);
        if (token.Kind != HandleKind.MethodDefinition)
        {
            return null;
        }

        lock (reader)
        {
            var information = reader.GetMethodDebugInformation(((MethodDefinitionHandle)token).ToDebugInformationHandle());
            SequencePoint? best = null;
            foreach (var point in information.GetSequencePoints())
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
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly without a location has no symbols beside it; lines are then left out.")]
    [UnconditionalSuppressMessage("SingleFile", "IL3002", Justification = "As above.")]
    private static MetadataReader? Open(Module module)
    {
        try
        {
            var path = module.Assembly.Location;
            if (path.Length == 0 || !File.Exists(path))
            {
                return null;
            }

            using var image = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
            return image.TryOpenAssociatedPortablePdb(path, static pdb => File.Exists(pdb) ? new MemoryStream(File.ReadAllBytes(pdb)) : null, out var provider, out _)
                ? provider!.GetMetadataReader()
                : null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Symbols(MetadataReader? Reader);
}
