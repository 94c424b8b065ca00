using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Looks through the code of a whole module in its file, which takes a small part of the time that the runtime takes to hand out each body.</summary>
internal static class ModuleCode
{
    private const int MaxFile = 64 * 1024 * 1024;
    private const byte LongForm = 0xfe;

    /// <summary>
    /// The tokens of methods whose code may load the address of another, with how many methods there are; null when the file cannot be read or is
    /// not the one that is loaded. Bytes alone decide: code that holds those of the instruction by chance is among them.
    /// </summary>
    public static (List<int> Tokens, int Methods)? TakersIn(Module module)
    {
        try
        {
            if (ModuleSymbols.PathOf(module) is not { } path || new FileInfo(path) is not { Exists: true, Length: <= MaxFile })
            {
                return null;
            }

            // Whoever writes or deletes the file meanwhile is not held up.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var image = new PEReader(file, PEStreamOptions.PrefetchEntireImage);
            var metadata = image.GetMetadataReader();
            if (metadata.GetGuid(metadata.GetModuleDefinition().Mvid) != module.ModuleVersionId)
            {
                return null;
            }

            var tokens = new List<int>();
            foreach (var handle in metadata.MethodDefinitions)
            {
                var address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
                if (address != 0 && MayTake(image.GetMethodBody(address).GetILReader()))
                {
                    tokens.Add(MetadataTokens.GetToken(handle));
                }
            }

            return (tokens, metadata.MethodDefinitions.Count);
        }
        catch (Exception)
        {
            // No permission, replaced meanwhile, made by a tool: the runtime is asked instead.
            return null;
        }
    }

    private static bool MayTake(BlobReader il)
    {
        while (il.IndexOf(LongForm) is >= 0 and var at)
        {
            il.Offset += at + 1;
            if (il.RemainingBytes == 0)
            {
                return false;
            }

            // Of the two bytes of ldftn and ldvirtftn, the second.
            var next = il.Offset;
            if (il.ReadByte() is 0x06 or 0x07)
            {
                return true;
            }

            il.Offset = next;
        }

        return false;
    }
}
