using System.Reflection;
using System.Xml.Linq;

namespace ErrorManagement.Architecture.Tests.Options;

/// <summary>The documentation file that the compiler writes beside an assembly.</summary>
internal sealed class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(XDocument file) =>
        _members = file.Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);

    public static XmlDocs Of(Assembly assembly) => new(XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")));

    public XElement? Of(PropertyInfo property) =>
        _members.GetValueOrDefault($"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}");
}
