using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ErrorManagement.Classification;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

#pragma warning disable CA2201 // the runtime's own exceptions are judged here, so they are made here

public class NativeErrorVerdictsTests
{
    [Theory]
    [InlineData(5, Authentication)]
    [InlineData(1326, Authentication)]
    [InlineData(87, DataValidation)]
    [InlineData(2, Permanent)]
    [InlineData(1060, Permanent)]
    [InlineData(32, Transient)]
    [InlineData(112, Transient)]
    [InlineData(1722, Transient)]
    [InlineData(10061, Transient)]
    [InlineData(0, Unknown)]
    [InlineData(99_999, Unknown)]
    public void Windows_has_numbers_of_its_own(int number, ErrorCategory expected) => NativeErrorVerdicts.OfWindows(number).Should().Be(expected);

    [Theory]
    [InlineData(1, Authentication)]
    [InlineData(13, Authentication)]
    [InlineData(22, DataValidation)]
    [InlineData(2, Permanent)]
    [InlineData(30, Permanent)]
    [InlineData(11, Transient)]
    [InlineData(28, Transient)]
    [InlineData(0, Unknown)]
    [InlineData(99_999, Unknown)]
    public void Unix_has_others(int number, ErrorCategory expected) => NativeErrorVerdicts.OfUnix(number).Should().Be(expected);

    [Theory]
    [InlineData(0x80070005, Authentication)]
    [InlineData(0x80070057, DataValidation)]
    [InlineData(0x800706BA, Transient)]
    [InlineData(0x8001010A, Transient)]
    [InlineData(0x80040154, Permanent)]
    [InlineData(0x80004005, Unknown)]
    [InlineData(0x80131500, Unknown)]
    public void COM_tells_it_by_its_HRESULT_on_every_system(uint value, ErrorCategory expected) =>
        ErrorClassifier.Default.Classify(new COMException("odd", unchecked((int)value))).Category.Should().Be(expected);

    [Fact]
    public void The_systems_number_comes_before_the_words_of_a_message()
    {
        var denied = OperatingSystem.IsWindows() ? 5 : 13;

        ErrorClassifier.Default.Classify(new Win32Exception(denied, "timed out")).Category.Should().Be(Authentication);
        ErrorClassifier.Default.Classify(new Win32Exception(99_999, "timed out")).Category.Should().Be(Transient);
    }

    [Theory]
    [InlineData(0x80070056, Authentication)]
    [InlineData(0x80070002, Permanent)]
    [InlineData(0x80090005, DataValidation)]
    public void Cryptography_is_about_data_unless_the_system_says_otherwise(uint value, ErrorCategory expected) =>
        ErrorClassifier.Default.Classify(new CryptographicException("odd") { HResult = unchecked((int)value) }).Category.Should().Be(expected);
}
