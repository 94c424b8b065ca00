using ErrorManagement.Architecture.Tests.PublicApi.Shapes;

namespace ErrorManagement.Architecture.Tests.PublicApi;

public sealed class ApiTextTests
{
    [Fact]
    public void Types_and_members_read_as_they_are_declared()
    {
        const string space = "ErrorManagement.Architecture.Tests.PublicApi.Shapes";

        ApiText.Of([typeof(ShapeRecord), typeof(IShape<,>), typeof(ApiText)]).Split('\n').Should().Equal(
            $"public interface {space}.IShape<in TIn, out TOut> where TIn : notnull where TOut : class, new()",
            "    TOut? Convert(TIn value, in TimeSpan length, out int count, CancellationToken cancellationToken = default)",
            "    event EventHandler<string?>? Happened",
            "    string? Name { get; }",
            "    [OverloadResolutionPriority(1)] Task<IReadOnlyList<string?>> RunAsync(DayOfWeek day = DayOfWeek.Friday, int? limit = null, [CallerFilePath] string file = \"\", params string[] rest)",
            "    bool TryFind(string? text, [NotNullWhen(true)] out string? found)",
            "",
            $"public sealed record class {space}.ShapeRecord",
            "    public ShapeRecord(int Number)",
            "    public const double Limit = 0.5",
            "    public string? Note { get; set; }",
            "    public int Number { get; init; }",
            "    public required string Text { get; init; }",
            "");
    }

    [Fact]
    public void A_difference_names_the_line_and_its_type() =>
        TextDiff.Of("public class A : B\n    public int X { get; }\n", "public class A : B\n    public int X { get; set; }\n").Should().Equal(
            "- public int X { get; }    [in public class A]",
            "+ public int X { get; set; }    [in public class A]");
}
