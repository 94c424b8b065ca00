using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>The symbols of one module: opened when first asked for, opened again when they were let go of in between. Safe on any thread.</summary>
/// <param name="path">The assembly's file; null when there are no symbols to look for.</param>
internal sealed class ModuleSymbols(string? path)
{
    /// <summary>A larger file of symbols is not read.</summary>
    public const int MaxFile = 32 * 1024 * 1024;

    private const int MaxAssembly = 64 * 1024 * 1024;

    private static readonly string RuntimeFolder = FolderOf(typeof(object).Module) ?? "";

    private readonly Lock _gate = new();
    private MetadataReaderProvider? _provider;
    private bool _hasNone = path is null;

    /// <summary>How many bytes they take.</summary>
    public long Bytes { get; private set; }

    /// <summary>The file to look at for a module; null for those without a file, and for those of the runtime, which come without symbols and are large.</summary>
    public static string? PathOf(Module module) =>
        LocationOf(module) is { } location && (OwnCode.Is(module.Assembly) || Path.GetDirectoryName(location) != RuntimeFolder) ? location : null;

    /// <summary>The symbols; null when there are none.</summary>
    public MetadataReader? Read()
    {
        lock (_gate)
        {
            if (_hasNone)
            {
                return null;
            }

            _provider ??= OpenLocked();
            _hasNone = _provider is null;
            return _provider?.GetMetadataReader();
        }
    }

    /// <summary>Gives the memory back. Whoever reads at this moment keeps it until then: it is the collector that frees it.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            _provider = null;
            Bytes = 0;
        }
    }

    private MetadataReaderProvider? OpenLocked()
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MaxAssembly)
            {
                return null;
            }

            // Never mapped into memory: a file that another program cuts short under a mapping ends the process. The buffer keeps the reader from doing so.
            using var file = new BufferedStream(Open(path));
            using var image = new PEReader(file);
            if (!image.TryOpenAssociatedPortablePdb(path, ReadSymbols, out var provider, out _) || provider is null)
            {
                return null;
            }

            Bytes = provider.GetMetadataReader().MetadataLength;
            return provider;
        }
        catch (Exception)
        {
            // No permission, not what it seems, gone meanwhile: then there are no lines.
            return null;
        }
    }

    private static MemoryStream? ReadSymbols(string symbols)
    {
        if (!File.Exists(symbols))
        {
            return null;
        }

        using var file = Open(symbols);
        if (file.Length > MaxFile)
        {
            return null;
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return new MemoryStream(bytes);
    }

    // Whoever writes or deletes the file meanwhile is not held up.
    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static string? FolderOf(Module module) => LocationOf(module) is { } location ? Path.GetDirectoryName(location) : null;

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly without a location has no symbols beside it; lines are then left out.")]
    private static string? LocationOf(Module module)
    {
        try
        {
            return module.Assembly.IsDynamic || module.Assembly.Location is not { Length: > 0 } location ? null : location;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
