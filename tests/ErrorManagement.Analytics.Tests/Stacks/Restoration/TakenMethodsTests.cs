using System.Reflection;
using System.Reflection.Emit;
using ErrorManagement.Analytics.Stacks.Restoration;
using FluentAssertions.Execution;

namespace ErrorManagement.Analytics.Tests.Stacks.Restoration;

public sealed class TakenMethodsTests
{
    public static TheoryData<Type> Programs => new(typeof(TakenMethodsTests), typeof(ErrorRegistry), typeof(AssertionScope));

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_file_of_a_program_tells_what_the_runtime_tells_in_the_same_order(Type type)
    {
        var told = TakenMethods.InFile(type.Assembly);

        told.Should().NotBeNull();
        told!.Select(Key).Should().NotBeEmpty().And.Equal(TakenMethods.InMemory(type.Assembly).Select(Key));
    }

    [Fact]
    public void Of_a_program_without_a_file_the_runtime_is_asked()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Made.Up"), AssemblyBuilderAccess.Run);
        assembly.DefineDynamicModule("Made.Up");

        TakenMethods.InFile(assembly).Should().BeNull();
        TakenMethods.In(assembly).Should().BeEmpty();
    }

    private static string Key((MethodBase Method, MethodBase? Taker) one) => $"{one.Method.Module.Name} {one.Method.MetadataToken:x8} {one.Method.Name} in {one.Taker?.MetadataToken:x8}";
}
