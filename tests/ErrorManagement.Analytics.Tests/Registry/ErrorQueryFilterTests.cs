using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorQueryFilterTests
{
    [Theory]
    [InlineData("System.TimeoutException", "System.TimeoutException", true)]
    [InlineData("System.TimeoutException", "TimeoutException", true)]
    [InlineData("System.TimeoutException", "Exception", false)]
    [InlineData("System.TimeoutException", "timeoutexception", false)]
    [InlineData("System.TimeoutException", "", false)]
    [InlineData("System.TimeoutException", ".TimeoutException", false)]
    [InlineData("System.IO.IOException", "IO.IOException", true)]
    [InlineData("Shop.Cart+LostException", "LostException", true)]
    [InlineData("Shop.Cart+LostException", "Cart+LostException", true)]
    [InlineData("Shop.Lost`1[[System.Int32, System.Private.CoreLib]]", "Lost", true)]
    [InlineData("Shop.Lost`1[[System.Int32, System.Private.CoreLib]]", "Shop.Lost", true)]
    [InlineData("Shop.Lost`1[[System.Int32, System.Private.CoreLib]]", "Lost`1[[System.Int32, System.Private.CoreLib]]", true)]
    [InlineData("Shop.Lost`1[[System.Int32, System.Private.CoreLib]]", "Int32, System.Private.CoreLib]]", false)]
    [InlineData("Shop.Lost`1[[System.Int32, System.Private.CoreLib]]", "CoreLib]]", false)]
    [InlineData("order_failed", "order_failed", true)]
    [InlineData("\uD800.x", "x", true)]
    [InlineData("", "", false)]
    public void A_type_is_found_by_its_full_name_or_its_own(string fullName, string asked, bool found) =>
        ErrorQueryFilter.IsType(fullName, asked).Should().Be(found);

    [Fact]
    public void Open_finds_what_has_regressed_and_every_other_status_itself_alone()
    {
        foreach (var status in Enum.GetValues<ErrorStatus>())
        {
            foreach (var asked in Enum.GetValues<ErrorStatus>())
            {
                ErrorQueryFilter.IsStatus(status, asked).Should().Be(status == asked || (status == ErrorStatus.Regressed && asked == ErrorStatus.Open), $"{status} when {asked} is asked for");
            }
        }
    }
}
