using System.Xml.Linq;

namespace ErrorManagement.Architecture.Tests.Floors;

public sealed class FloorsTests
{
    public static TheoryData<string> Projects => [.. ShippedAssembly.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_references_only_what_its_floor_may_have(string project) =>
        Floor.Of(project).CheckProjectFile(ProjectFile.Read(Repository.PathOf("src", project, project + ".csproj"))).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void Files_that_a_project_imports_bring_only_what_its_floor_may_have(string project) =>
        Imported().SelectMany(f => Floor.Of(project).CheckProjectFile(ProjectFile.Read(f))).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiled_code_uses_only_assemblies_that_its_floor_may_have(string project) =>
        Floor.Of(project).CheckAssembly(ShippedAssembly.Of(project).Assembly.GetReferencedAssemblies().Select(a => a.Name!), IsFramework).Should().BeEmpty();

    [Fact]
    public void A_package_that_a_floor_may_not_have_is_named()
    {
        var file = ProjectFile.Parse("src/X.csproj", XDocument.Parse("""
            <Project><ItemGroup>
              <PackageReference Include="Polly.Core" />
              <PackageReference Include="Microsoft.Extensions.Primitives" />
              <PackageReference Include="Some.Analyzer"><PrivateAssets>all</PrivateAssets></PackageReference>
              <ProjectReference Include="..\ErrorManagement.Analytics\ErrorManagement.Analytics.csproj" />
              <FrameworkReference Include="Microsoft.AspNetCore.App" />
            </ItemGroup></Project>
            """));

        Floor.Of("ErrorManagement.Core").CheckProjectFile(file).Should().HaveCount(5)
            .And.Contain(m => m.Contains("may not reference the package Polly.Core", StringComparison.Ordinal))
            .And.Contain(m => m.Contains("may not reference the package Microsoft.Extensions.Primitives", StringComparison.Ordinal))
            .And.Contain(m => m.Contains("build-only package Some.Analyzer", StringComparison.Ordinal))
            .And.Contain(m => m.Contains("may not reference the project ErrorManagement.Analytics", StringComparison.Ordinal))
            .And.Contain(m => m.Contains("may not reference the framework Microsoft.AspNetCore.App", StringComparison.Ordinal));
    }

    [Fact]
    public void An_assembly_that_a_floor_may_not_use_is_named()
    {
        Floor.Of("ErrorManagement.Core").CheckAssembly(["System.Runtime", "ErrorManagement.Analytics", "Microsoft.Extensions.Primitives"], IsFramework)
            .Should().ContainSingle().Which.Should().Contain("may not use the assembly ErrorManagement.Analytics");
        IsFramework("Microsoft.AspNetCore.Http.Abstractions").Should().BeFalse("the ASP.NET Core framework is no part of .NET itself");
    }

    private static IEnumerable<string> Imported() =>
        new[] { Repository.PathOf("Directory.Build.props"), Repository.PathOf("Directory.Build.targets"), Repository.PathOf("src", "Directory.Build.props"), Repository.PathOf("src", "Directory.Build.targets") }
            .Where(File.Exists);

    private static bool IsFramework(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));
}
