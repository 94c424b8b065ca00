using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

public sealed class ValueLooksTests
{
    private static readonly SecretNames Names = new([]);

    [Theory]
    [InlineData("{Password}", true)]
    [InlineData("${DB_PASSWORD}", true)]
    [InlineData("%PASSWORD%", true)]
    [InlineData("<password>", true)]
    [InlineData("{0}", true)]
    [InlineData("%s", true)]
    [InlineData("{Colour}", false)]
    [InlineData("{password1}", false)]
    [InlineData("hunter2", false)]
    [InlineData("{123}", false)]
    public void A_place_in_a_template_holds_a_number_or_the_name_of_a_secret(string value, bool expected) => ValueLooks.IsPlaceholder(value, Names).Should().Be(expected);

    [Theory]
    [InlineData("a1b2c3d4e5f6a7b8", true)]
    [InlineData("a1b2c3d4e5f6a7b", false)]
    [InlineData("abcdefghijklmnop", false)]
    [InlineData("1234567890123456", false)]
    [InlineData("a1b2c3d4 e5f6a7b8", false)]
    public void Chance_makes_sixteen_letters_and_digits_of_one_piece(string value, bool expected) => ValueLooks.IsRandom(value).Should().Be(expected);

    [Theory]
    [InlineData("System.String")]
    [InlineData("Token{a64f992")]
    [InlineData("android.os.BinderProxy@2bd79ce")]
    [InlineData("123")]
    public void What_a_type_prints_of_itself_and_a_small_number_are_secrets_of_strong_names_only(string value)
    {
        ValueLooks.IsPlausible(value, SecretKind.Weak).Should().BeFalse();
        ValueLooks.IsPlausible(value, SecretKind.Strong).Should().BeTrue();
    }
}
