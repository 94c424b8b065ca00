namespace ErrorManagement.Core.Tests.Errors;

public class ErrorCodesTests
{
    [Fact]
    public void The_library_declares_no_code_twice() =>
        ErrorCodes.FindDuplicates(typeof(CodedException).Assembly).Should().BeEmpty(); // S0.4, D1

    [Fact]
    public void Two_types_with_one_code_are_both_named()
    {
        var found = ErrorCodes.FindDuplicates([typeof(One), typeof(Two), typeof(Three), typeof(One)]); // D1

        var duplicate = found.Should().ContainSingle().Subject;
        duplicate.Code.ToString().Should().Be("DUP-TEST-001");
        duplicate.Types.Should().Equal(typeof(One), typeof(Two));
        duplicate.ToString().Should().Contain("DUP-TEST-001").And.Contain(typeof(One).FullName).And.Contain(typeof(Two).FullName);
    }

    [Fact]
    public void A_type_that_only_inherits_its_code_is_no_duplicate() =>
        ErrorCodes.FindDuplicates([typeof(One), typeof(OneHeir)]).Should().BeEmpty();

    [Fact]
    public void Duplicates_come_in_the_order_of_their_codes() =>
        ErrorCodes.FindDuplicates([typeof(Four), typeof(Three), typeof(Two), typeof(One)]).Select(d => d.Code.ToString())
            .Should().Equal("DUP-TEST-001", "DUP-TEST-003");

    [Fact]
    public void An_assembly_is_searched_with_its_private_types() =>
        ErrorCodes.FindDuplicates([.. typeof(ErrorCodesTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(t => t != typeof(Malformed))])
            .Should().HaveCount(2);

    [Fact]
    public void A_malformed_code_is_reported_with_its_type() =>
        FluentActions.Invoking(() => ErrorCodes.FindDuplicates([typeof(Malformed)])).Should().Throw<FormatException>().WithMessage("*Malformed*'dup'*");

    [Fact]
    public void Nothing_to_look_at_is_no_duplicate()
    {
        ErrorCodes.FindDuplicates(Array.Empty<Type>()).Should().BeEmpty();
        ErrorCodes.FindDuplicates([typeof(string), typeof(Exception)]).Should().BeEmpty();
    }

    [ErrorCode("DUP-TEST-001")]
    private class One() : CodedException("one");

    private sealed class OneHeir : One;

    [ErrorCode("DUP-TEST-001")]
    private sealed class Two() : CodedException("two");

    [ErrorCode("DUP-TEST-003")]
    private sealed class Three() : CodedException("three");

    [ErrorCode("DUP-TEST-003")]
    private sealed class Four() : CodedException("four");

    [ErrorCode("dup")]
    private sealed class Malformed() : CodedException("malformed");
}
