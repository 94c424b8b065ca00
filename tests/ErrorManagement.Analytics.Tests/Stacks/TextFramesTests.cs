using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class TextFramesTests
{
    [Theory] // U27
    [InlineData("   at Shop.Checkout.Pay(Int32 order) in C:\\src\\Checkout.cs:line 17")]
    [InlineData("   bei Shop.Checkout.Pay(Int32 order) in C:\\src\\Checkout.cs:Zeile 17.")]
    [InlineData("   à Shop.Checkout.Pay(Int32 order) dans C:\\src\\Checkout.cs:ligne 17")]
    [InlineData("   場所 Shop.Checkout.Pay(Int32 order) 場所 C:\\src\\Checkout.cs:行 17")]
    [InlineData("   в Shop.Checkout.Pay(Int32 order)")]
    [InlineData("Shop.Checkout.Pay()")]
    [InlineData("\t  at Shop.Checkout.Pay[T](List`1 order, Func`2 map)\r")]
    [InlineData("   at Shop.Checkout.<Pay>d__3.MoveNext()")]
    public void A_frame_is_read_in_every_language(string line)
    {
        TextFrames.Of(line, 10).Should().Equal("Shop.Checkout.Pay");
    }

    [Theory]
    [InlineData("--- End of stack trace from previous location ---")]
    [InlineData("   at System.String.Concat(String a)")]
    [InlineData("   at Microsoft.Extensions.Hosting.Host.Run()")]
    [InlineData("System.InvalidOperationException: order (17) failed")]
    [InlineData("see https://shop.example/help(1)")]
    [InlineData("Version=1.0.0 (x64)")]
    [InlineData("(")]
    [InlineData("()")]
    [InlineData("at ()")]
    [InlineData("")]
    public void What_is_no_own_frame_is_left_out(string line)
    {
        TextFrames.Of(line, 10).Should().BeEmpty();
    }

    [Theory]
    [InlineData("   at Shop.Checkout..ctor(Int32 number)", "new Shop.Checkout")]
    [InlineData("   at Shop.Checkout.<>c.<Lambda>b__5_0()", "Shop.Checkout.Lambda.lambda#0")]
    [InlineData("   at Shop.Checkout.<LocalFunction>g__Local|15_0(String text, <>c__DisplayClass15_0& )", "Shop.Checkout.LocalFunction.Local")]
    [InlineData("   at Shop.Store`1.Put[TValue](TKey key, TValue value)", "Shop.Store<>.Put")]
    public void What_the_compiler_named_is_named_as_it_was_written(string line, string name)
    {
        TextFrames.Of(line, 10).Should().Equal(name);
    }

    [Fact]
    public void Any_text_is_read_within_its_bounds()
    {
        var random = new Random(3);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string(random.GetItems<char>(" .<>()[]|`+aB0\n\r\uD800à場&", random.Next(120)));
            FluentActions.Invoking(() => TextFrames.Of(text, 10)).Should().NotThrow();
        }

        TextFrames.Of(string.Join('\n', Enumerable.Repeat("   at Shop.Checkout.Pay()", 5_000)), 256).Should().HaveCount(256);
        TextFrames.Of("at " + new string('.', 1_000_000) + "()", 10).Should().BeEmpty();
    }
}
