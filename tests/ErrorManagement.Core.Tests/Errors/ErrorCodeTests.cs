using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Core.Tests.Errors;

public class ErrorCodeTests
{
    [Theory]
    [InlineData("EM-CORE-001", "EM", "CORE", 1)]
    [InlineData("A-B-000", "A", "B", 0)]
    [InlineData("SHOP2-PAY3-999", "SHOP2", "PAY3", 999)]
    [InlineData("ABCDEFGHIJKLMNOP-ABCDEFGHIJKLMNOP-042", "ABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNOP", 42)]
    public void A_code_reads_as_it_is_written(string text, string product, string family, int number)
    {
        var code = ErrorCode.Parse(text); // S0.3

        code.Should().Be(new ErrorCode(product, family, number));
        code.Product.Should().Be(product);
        code.Family.Should().Be(family);
        code.Number.Should().Be(number);
        code.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("EM")]
    [InlineData("EM-CORE")]
    [InlineData("EM-CORE-1")]
    [InlineData("EM-CORE-0001")]
    [InlineData("EM-CORE-01a")]
    [InlineData("EM-CORE- 01")]
    [InlineData("EM-CORE-+01")]
    [InlineData("EM-CORE-001 ")]
    [InlineData("EM-CORE-001-")]
    [InlineData("EM-CORE-001-2")]
    [InlineData("em-CORE-001")]
    [InlineData("EM-core-001")]
    [InlineData("1M-CORE-001")]
    [InlineData("EM-1ORE-001")]
    [InlineData("-CORE-001")]
    [InlineData("EM--001")]
    [InlineData("EM_CORE_001")]
    [InlineData("ÄM-CORE-001")]
    [InlineData("EM-CORE-٠٠١")]
    [InlineData("ABCDEFGHIJKLMNOPQ-CORE-001")]
    public void Anything_else_is_no_code(string? text)
    {
        ErrorCode.TryParse(text, out var code).Should().BeFalse();
        code.IsNone.Should().BeTrue();
    }

    [Fact]
    public void A_text_of_any_length_is_refused_quickly() =>
        ErrorCode.TryParse(new string('-', 1_000_000), out _).Should().BeFalse();

    [Fact]
    public void A_malformed_code_is_shown_in_the_error() =>
        FluentActions.Invoking(() => ErrorCode.Parse("nonsense")).Should().Throw<FormatException>().WithMessage("*'nonsense'*PRODUCT-FAMILY-000*16*");

    [Theory]
    [InlineData("", "CORE", 1)]
    [InlineData("EM", "", 1)]
    [InlineData("em", "CORE", 1)]
    [InlineData("EM", "CO-RE", 1)]
    [InlineData("EM", "CORE", -1)]
    [InlineData("EM", "CORE", 1000)]
    [InlineData("ABCDEFGHIJKLMNOPQ", "CORE", 1)]
    public void Parts_out_of_bounds_are_refused(string product, string family, int number) =>
        FluentActions.Invoking(() => new ErrorCode(product, family, number)).Should().Throw<ArgumentException>();

    [Fact]
    public void A_refusal_names_the_part_the_value_and_the_bound()
    {
        FluentActions.Invoking(() => new ErrorCode("EM", "CORE", 1000)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*0 to 999*1000*");
        FluentActions.Invoking(() => new ErrorCode("EM", "co", 1)).Should().Throw<ArgumentException>().WithMessage("*family*1 to 16*'co'*");
        FluentActions.Invoking(() => new ErrorCode(null!, "CORE", 1)).Should().Throw<ArgumentNullException>().WithParameterName("product");
    }

    [Fact]
    public void Every_code_survives_the_round_trip()
    {
        var random = new Random(20261121);
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        for (var i = 0; i < 5_000; i++)
        {
            var code = new ErrorCode(Part(), Part(), random.Next(0, 1000));
            ErrorCode.Parse(code.ToString()).Should().Be(code);
        }

        string Part() => string.Create(random.Next(1, 17), random, static (span, r) =>
        {
            span[0] = Letters[r.Next(26)];
            for (var i = 1; i < span.Length; i++)
            {
                span[i] = Letters[r.Next(Letters.Length)];
            }
        });
    }

    [Fact]
    public void The_default_value_is_no_code()
    {
        default(ErrorCode).IsNone.Should().BeTrue();
        default(ErrorCode).ToString().Should().BeEmpty();
        default(ErrorCode).Should().NotBe(new ErrorCode("EM", "CORE", 0));
    }

    [Fact]
    public void The_code_is_readable_from_the_type_without_an_instance()
    {
        ErrorCode.Of<Coded>().ToString().Should().Be("SHOP-PAY-001"); // S0.5
        Type type = new ResilienceException("x", "y").GetType();
        ErrorCode.Of(type).ToString().Should().Be("EM-RES-000");
        ErrorCode.TryOf(typeof(Coded), out var code).Should().BeTrue();
        code.Should().Be(ErrorCode.Parse("SHOP-PAY-001"));
    }

    [Fact]
    public void A_derived_type_has_its_bases_code_until_it_declares_its_own()
    {
        ErrorCode.Of<Heir>().ToString().Should().Be("SHOP-PAY-001");
        ErrorCode.Of<Rebel>().ToString().Should().Be("SHOP-PAY-002");
    }

    [Fact]
    public void A_type_without_a_code_says_what_to_write()
    {
        ErrorCode.TryOf(typeof(InvalidOperationException), out var code).Should().BeFalse();
        code.IsNone.Should().BeTrue();
        FluentActions.Invoking(() => ErrorCode.Of<InvalidOperationException>()).Should().Throw<ArgumentException>().WithMessage("*InvalidOperationException*[ErrorCode(*");
    }

    [Fact]
    public void A_malformed_code_on_a_type_never_breaks_the_handling_of_its_exception()
    {
        new Malformed().Code.IsNone.Should().BeTrue();
        ErrorCode.TryOf(typeof(Malformed), out _).Should().BeFalse();
        FluentActions.Invoking(() => ErrorCode.Of<Malformed>()).Should().Throw<FormatException>().WithMessage("*'shop-1'*");
    }

    [ErrorCode("SHOP-PAY-001")]
    private class Coded(string message) : CodedException(message);

    private sealed class Heir() : Coded("heir");

    [ErrorCode("SHOP-PAY-002")]
    private sealed class Rebel() : Coded("rebel");

    [ErrorCode("shop-1")]
    private sealed class Malformed() : CodedException("malformed");
}
