using System.Reflection;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class FrameNamesTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;


    [Fact]
    public void Members_are_named_without_parameters_arguments_and_numbers()
    {
        Of(typeof(Shop.Checkout), "get_Total").Should().Be("Shop.Checkout.Total.get");
        Of(typeof(Shop.Checkout), "Several").Should().Be("Shop.Checkout.Several<,>");
        Of(typeof(Shop.Store<>), "Put").Should().Be("Shop.Store<>.Put<>");
        Of(typeof(Shop.Store<>.Entry<>), "Touch").Should().Be("Shop.Store<>.Entry<>.Touch");
        Of(typeof(Shop.Money), "op_Addition").Should().Be("Shop.Money.operator +");
        FrameNames.Of(typeof(Shop.Failing).TypeInitializer!).Should().Be("static Shop.Failing");
        FrameNames.Of(typeof(Shop.Primary).GetConstructors(All).Single(static one => !one.IsStatic)).Should().Be("new Shop.Primary");
    }

    [Fact]
    public void Parameters_tell_methods_of_one_name_apart_and_only_those()
    {
        FrameNames.Of(typeof(Shop.Checkout).GetConstructor(All, [typeof(int), typeof(string)])!).Should().Be("new Shop.Checkout(int, string)");
        FrameNames.Of(typeof(Overloads).GetMethod("Save", [typeof(int)])!).Should().EndWith("Overloads.Save(int)");
        FrameNames.Of(typeof(Overloads).GetMethod("Save", [typeof(string)])!).Should().EndWith("Overloads.Save(string)");
    }

    [Fact] // sentry #87377
    public void Two_lambdas_of_one_method_differ_and_so_do_those_of_overloads()
    {
        var names = typeof(Overloads).GetNestedTypes(All).Prepend(typeof(Overloads)).SelectMany(static type => type.GetMethods(All)).Where(static method => method.Name.Contains("__", StringComparison.Ordinal))
            .Select(static method => FrameNames.Of(method).Split("Overloads.")[1]).ToList();

        names.Should().BeEquivalentTo("Save#1.lambda#0", "Save#1.lambda#1", "Save#2.lambda#0", "Alone.lambda#0", "Twice.Local#0", "Twice.Local#1");
    }

    [Theory]
    [InlineData("Shop.Checkout", "PayAsync", "Shop.Checkout.PayAsync")]
    [InlineData("Shop.Checkout+<PayAsync>d__3", "MoveNext", "Shop.Checkout.PayAsync")]
    [InlineData("Shop.Checkout+<>c", "<Lambda>b__5_0", "Shop.Checkout.Lambda.lambda#0")]
    [InlineData("Shop.Checkout.<>c__DisplayClass3_0", "<Closure>b__1", "Shop.Checkout.Closure.lambda#1")]
    [InlineData("Shop.Store`2[[System.Int32]]", "Put", "Shop.Store<,>.Put")]
    [InlineData("Shop.Checkout", ".ctor", "new Shop.Checkout")]
    [InlineData(null, "Alone", "Alone")]
    [InlineData("", "", "")]
    public void Names_alone_give_the_same(string? type, string method, string name)
    {
        FrameNames.Of(type, method).Should().Be(name);
    }

    private static string Of(Type type, string method) => FrameNames.Of(type.GetMethods(All).First(one => one.Name == method));

    private static class Overloads
    {
        public static Func<int>[] Save(int number) => [() => number, () => number + 1];

        public static Func<string> Save(string text) => () => text;

        public static Func<int> Alone(int number) => () => number;

        public static int Twice(int number)
        {
            {
                number += Local();

                static int Local() => 1;
            }

            {
                number += Local();

                static int Local() => 2;
            }

            return number;
        }
    }
}
