using ErrorManagement.Analytics.Hosting.Sources;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed class LogCategoriesTests
{
    [Theory]
    [InlineData("ErrorManagement", true)]
    [InlineData("ErrorManagement.CircuitBreakers", true)]
    [InlineData("ErrorManagement.Settings", true)]
    [InlineData("ErrorManagementShop", false)]
    [InlineData("ErrorManagement.Sample.Program", false)] // a host may be called so
    [InlineData("Shop.ErrorManagement", false)]
    [InlineData("", false)]
    public void Own_categories_are_the_librarys_name_and_one_step_below(string category, bool isOwn) => LogCategories.IsOwn(category).Should().Be(isOwn);

    [Theory]
    [InlineData("Shop.Checkout", "Checkout")]
    [InlineData("Checkout", "Checkout")]
    [InlineData("Shop.Cache<Shop.Orders.Order>", "Cache<Shop.Orders.Order>")]
    [InlineData("Shop.", "Shop.")]
    [InlineData("", "")]
    public void The_last_part_names_an_error_that_has_no_event(string category, string part) => LogCategories.LastPartOf(category).Should().Be(part);

    [Theory]
    [InlineData("Shop.Payments", "payments")]
    [InlineData("Shop.Payments.Gateway", "payments")]
    [InlineData("Shop.PaymentsAndMore", "shop")]
    [InlineData("Shop", "shop")]
    [InlineData("Other", "Other")]
    public void The_longest_entry_at_or_above_a_category_wins(string category, string component) =>
        LogCategories.ComponentOf(category, new Dictionary<string, string> { ["Shop.Payments"] = "payments", ["Shop"] = "shop" }).Should().Be(component);
}
