using System.Xml.Linq;

namespace ErrorManagement.Architecture.Tests.Floors;

/// <summary>The references that a project file, or a props file that it imports, writes down.</summary>
internal sealed record ProjectFile(string Path, string[] Projects, string[] Packages, string[] BuildOnlyPackages, string[] Frameworks)
{
    public static ProjectFile Read(string path) => Parse(Repository.Relative(path), XDocument.Load(path));

    public static ProjectFile Parse(string path, XDocument content)
    {
        var packages = content.Descendants("PackageReference")
            .Where(e => Value(e, "Include") is not null)
            .ToLookup(e => string.Equals(Value(e, "PrivateAssets"), "all", StringComparison.OrdinalIgnoreCase), e => Value(e, "Include")!);
        return new ProjectFile(
            path,
            [.. Includes(content, "ProjectReference").Select(p => System.IO.Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. packages[false]],
            [.. packages[true]],
            [.. Includes(content, "FrameworkReference")]);
    }

    private static IEnumerable<string> Includes(XDocument content, string item) =>
        content.Descendants(item).Select(e => Value(e, "Include")).OfType<string>();

    // Metadata may stand as an attribute or as an element.
    private static string? Value(XElement item, string name) => item.Attribute(name)?.Value ?? item.Element(name)?.Value;
}
