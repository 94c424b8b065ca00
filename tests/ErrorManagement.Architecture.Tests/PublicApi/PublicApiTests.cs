namespace ErrorManagement.Architecture.Tests.PublicApi;

/// <summary>Public is a promise: the surface of every shipped assembly is committed as text and changes only on purpose.</summary>
public sealed class PublicApiTests
{
    /// <summary>Set to 1, it makes the test write the committed files instead of comparing with them.</summary>
    private const string AcceptVariable = "ACCEPT_PUBLIC_API";

    public static TheoryData<string> Projects => [.. ShippedAssembly.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_surface_is_the_committed_one(string project)
    {
        var committed = Repository.PathOf("src", project, "PublicApi.txt");
        var received = Repository.PathOf("src", project, "PublicApi.received.txt");
        var actual = ApiText.Of(ShippedAssembly.Of(project).Assembly.GetTypes());
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1" && Environment.GetEnvironmentVariable("CI") != "true")
        {
            File.WriteAllText(committed, actual);
        }

        var expected = File.Exists(committed) ? File.ReadAllText(committed).ReplaceLineEndings("\n") : "";
        var difference = TextDiff.Of(expected, actual);
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"""
            The public surface of {project} is not what {Repository.Relative(committed)} says:
            {string.Join('\n', difference.DefaultIfEmpty("(only the order of lines differs)"))}

            When the change is wanted: copy {Repository.Relative(received)} over {Repository.Relative(committed)} and add a line to docs/CHANGELOG.md, in the same commit.
            All at once: {AcceptVariable}=1 dotnet test tests/ErrorManagement.Architecture.Tests --filter PublicApi
            """);
    }
}
