using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public class ShortTypeNameTests
{
    [Theory]
    [InlineData("System.TimeoutException", "TimeoutException")]
    [InlineData("Outer.Type+Inner", "Inner")]
    [InlineData("Shop.Failed`1[[System.Int32, System.Private.CoreLib]]", "Failed")]
    [InlineData("Plain", "Plain")]
    [InlineData("ends.", "ends.")]
    [InlineData("`odd", "`odd")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void It_is_the_name_without_namespace_outer_types_and_arguments(string? name, string expected) =>
        ShortTypeName.Of(name).Should().Be(expected);
}
