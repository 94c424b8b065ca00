using System.Reflection.Metadata;

namespace ErrorManagement.Architecture.Tests.Rooms;

/// <summary>Reads the arguments of an attribute and keeps the names of the types among them, as <c>typeof(X)</c> writes them.</summary>
internal sealed class AttributeTypeCollector(Action<string> found) : ICustomAttributeTypeProvider<string>
{
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSystemType() => "System.Type";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    public string GetTypeFromSerializedName(string name)
    {
        // "Namespace.Type`1[[Argument, Assembly]], Assembly": every name inside counts.
        foreach (var part in name.Split('[', ']', ','))
        {
            if (part.Trim() is { Length: > 0 } typeName)
            {
                found(typeName);
            }
        }

        return name;
    }

    // Only needed to know the length of an enum argument; attributes with other than int enums are not used here.
    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    public bool IsSystemType(string type) => type == "System.Type";
}
