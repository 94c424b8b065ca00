using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ErrorManagement.Architecture.Tests.Rooms;

/// <summary>
/// The types of a compiled assembly, the source files they come from (portable symbols) and who uses whom: base types, interfaces,
/// constraints, fields, signatures, locals, caught exceptions, code, attributes and their arguments. Nested types, and with them
/// closures, iterators and async state machines, count as the type they stand in.
/// </summary>
/// <remarks>Not to be seen in compiled code: constants of another type and nameof. They carry no behaviour with them.</remarks>
internal sealed class CompiledCode
{
    // The compiler writes the files of types without method bodies (enums, interfaces) under this id.
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    private readonly PEReader _image;
    private readonly MetadataReader _code;
    private readonly MetadataReader _symbols;
    private readonly Dictionary<TypeDefinitionHandle, SourceType> _types = [];
    private readonly Dictionary<string, TypeDefinitionHandle> _byName = [];
    private readonly HashSet<TypeUse> _uses = [];

    private CompiledCode(PEReader image, MetadataReader symbols)
    {
        _image = image;
        _code = image.GetMetadataReader();
        _symbols = symbols;
    }

    public IReadOnlyList<SourceType> Types => [.. _types.Values.Distinct()];

    public IReadOnlyCollection<TypeUse> Uses => _uses;

    public static CompiledCode Read(string assemblyPath)
    {
        using var image = new PEReader(File.OpenRead(assemblyPath));
        if (!image.TryOpenAssociatedPortablePdb(assemblyPath, path => File.Exists(path) ? File.OpenRead(path) : null, out var provider, out _) || provider is null)
        {
            throw new InvalidOperationException($"{assemblyPath} has no portable symbols beside it: rooms are read from the source paths in them.");
        }

        using (provider)
        {
            var code = new CompiledCode(image, provider.GetMetadataReader());
            code.ReadTypes();
            code.ReadUses();
            return code;
        }
    }

    private void ReadTypes()
    {
        var files = new Dictionary<TypeDefinitionHandle, SortedSet<string>>();
        foreach (var handle in _code.TypeDefinitions)
        {
            var outer = Outermost(handle);
            if (!files.TryGetValue(outer, out var list))
            {
                files[outer] = list = new SortedSet<string>(StringComparer.Ordinal);
            }

            list.UnionWith(FilesOf(handle));
            _byName[FullName(handle)] = handle;
        }

        foreach (var handle in _code.TypeDefinitions.Where(h => !IsCompilerMade(Outermost(h))))
        {
            var outer = Outermost(handle);
            if (!_types.TryGetValue(outer, out var type))
            {
                _types[outer] = type = new SourceType(FullName(outer), [.. files[outer]]);
            }

            _types[handle] = type;
        }
    }

    private IEnumerable<string> FilesOf(TypeDefinitionHandle handle)
    {
        foreach (var method in _code.GetTypeDefinition(handle).GetMethods())
        {
            var information = _symbols.GetMethodDebugInformation(method.ToDebugInformationHandle());
            if (!information.Document.IsNil)
            {
                yield return NameOf(information.Document);
            }

            foreach (var point in information.GetSequencePoints().Where(p => !p.Document.IsNil))
            {
                yield return NameOf(point.Document);
            }
        }

        foreach (var information in _symbols.GetCustomDebugInformation(handle).Select(_symbols.GetCustomDebugInformation))
        {
            if (_symbols.GetGuid(information.Kind) == TypeDefinitionDocuments)
            {
                var blob = _symbols.GetBlobReader(information.Value);
                while (blob.RemainingBytes > 0)
                {
                    yield return NameOf(MetadataTokens.DocumentHandle(blob.ReadCompressedInteger()));
                }
            }
        }
    }

    private string NameOf(DocumentHandle handle) => _symbols.GetString(_symbols.GetDocument(handle).Name).Replace('\\', '/');

    private void ReadUses()
    {
        var owners = new Dictionary<EntityHandle, TypeDefinitionHandle>();
        foreach (var handle in _code.TypeDefinitions.Where(_types.ContainsKey))
        {
            var type = _code.GetTypeDefinition(handle);
            owners[handle] = handle;
            AddToken(handle, type.BaseType, "base type");
            foreach (var implementation in type.GetInterfaceImplementations())
            {
                owners[implementation] = handle;
                AddToken(handle, _code.GetInterfaceImplementation(implementation).Interface, "interface");
            }

            AddConstraints(handle, type.GetGenericParameters(), owners);
            foreach (var field in type.GetFields())
            {
                owners[field] = handle;
                _code.GetFieldDefinition(field).DecodeSignature(Collector(handle, "field"), false);
            }

            foreach (var member in type.GetProperties())
            {
                owners[member] = handle;
            }

            foreach (var member in type.GetEvents())
            {
                owners[member] = handle;
            }

            foreach (var method in type.GetMethods())
            {
                owners[method] = handle;
                ReadMethod(handle, _code.GetMethodDefinition(method), owners);
            }
        }

        foreach (var attribute in _code.CustomAttributes.Select(_code.GetCustomAttribute))
        {
            if (owners.TryGetValue(attribute.Parent, out var owner))
            {
                ReadAttribute(owner, attribute);
            }
        }
    }

    private void ReadMethod(TypeDefinitionHandle owner, MethodDefinition method, Dictionary<EntityHandle, TypeDefinitionHandle> owners)
    {
        method.DecodeSignature(Collector(owner, "signature"), false);
        AddConstraints(owner, method.GetGenericParameters(), owners);
        foreach (var parameter in method.GetParameters())
        {
            owners[parameter] = owner;
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _code.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(Collector(owner, "local variable"), false);
        }

        foreach (var region in body.ExceptionRegions)
        {
            AddToken(owner, region.CatchType, "catch clause");
        }

        ReadCode(owner, body.GetILReader());
    }

    private void ReadCode(TypeDefinitionHandle owner, BlobReader il)
    {
        while (il.RemainingBytes > 0)
        {
            short value = il.ReadByte();
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | il.ReadByte()));
            }

            switch (OpCodesByValue[value].OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    AddToken(owner, (EntityHandle)MetadataTokens.Handle(il.ReadInt32()), "code");
                    break;
                case OperandType.InlineSwitch:
                    var targets = il.ReadInt32();
                    il.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    il.Offset += 8;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    il.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    il.Offset += 2;
                    break;
                default:
                    il.Offset += 4;
                    break;
            }
        }
    }

    private void ReadAttribute(TypeDefinitionHandle owner, CustomAttribute attribute)
    {
        AddToken(owner, attribute.Constructor, "attribute");
        try
        {
            attribute.DecodeValue(new AttributeTypeCollector(name =>
            {
                if (_byName.TryGetValue(name.Replace('+', '/'), out var used))
                {
                    Add(owner, used, "attribute argument");
                }
            }));
        }
        catch (BadImageFormatException)
        {
            // An argument of an enum that is not an int: it holds no type of ours.
        }
    }

    private void AddConstraints(TypeDefinitionHandle owner, GenericParameterHandleCollection parameters, Dictionary<EntityHandle, TypeDefinitionHandle> owners)
    {
        foreach (var handle in parameters)
        {
            owners[handle] = owner;
            foreach (var constraint in _code.GetGenericParameter(handle).GetConstraints())
            {
                AddToken(owner, _code.GetGenericParameterConstraint(constraint).Type, "constraint");
            }
        }
    }

    private void AddToken(TypeDefinitionHandle owner, EntityHandle token, string how)
    {
        if (token.IsNil)
        {
            return;
        }

        switch (token.Kind)
        {
            case HandleKind.TypeDefinition:
                Add(owner, (TypeDefinitionHandle)token, how);
                break;
            case HandleKind.TypeSpecification:
                _code.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(Collector(owner, how), false);
                break;
            case HandleKind.MethodDefinition:
                Add(owner, _code.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType(), how);
                break;
            case HandleKind.FieldDefinition:
                Add(owner, _code.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType(), how);
                break;
            case HandleKind.MemberReference:
                AddToken(owner, _code.GetMemberReference((MemberReferenceHandle)token).Parent, how);
                break;
            case HandleKind.MethodSpecification:
                var specification = _code.GetMethodSpecification((MethodSpecificationHandle)token);
                AddToken(owner, specification.Method, how);
                specification.DecodeSignature(Collector(owner, how), false);
                break;
            case HandleKind.StandaloneSignature:
                _code.GetStandaloneSignature((StandaloneSignatureHandle)token).DecodeMethodSignature(Collector(owner, how), false);
                break;
            default:
                break; // types and members of other assemblies
        }
    }

    private TypeCollector Collector(TypeDefinitionHandle owner, string how) => new(used => Add(owner, used, how));

    private void Add(TypeDefinitionHandle owner, TypeDefinitionHandle used, string how)
    {
        if (_types.TryGetValue(owner, out var from) && _types.TryGetValue(used, out var to) && from != to)
        {
            _uses.Add(new TypeUse(from, to, how));
        }
    }

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        while (_code.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
        {
            handle = outer;
        }

        return handle;
    }

    private string FullName(TypeDefinitionHandle handle)
    {
        var type = _code.GetTypeDefinition(handle);
        var name = _code.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{FullName(outer)}/{name}"
            : type.Namespace.IsNil ? name
            : $"{_code.GetString(type.Namespace)}.{name}";
    }

    private bool IsCompilerMade(TypeDefinitionHandle handle)
    {
        var name = FullName(handle);
        return name.Contains('<', StringComparison.Ordinal)
            || name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal)
            || name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal)
            || name.StartsWith("System.Text.RegularExpressions.Generated.", StringComparison.Ordinal);
    }
}
