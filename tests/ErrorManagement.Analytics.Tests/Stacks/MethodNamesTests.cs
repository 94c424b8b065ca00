using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using ErrorManagement.Analytics.Stacks;
using Shop;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class MethodNamesTests
{
    private static readonly Dictionary<string, Func<Task>> Asynchronous = new()
    {
        ["async"] = () => Checkout.PayAsync(1, CancellationToken.None),
        ["async generic"] = () => Checkout.GenericAsync("x"),
        ["async lambda"] = () => Checkout.AsyncLambdaAsync(1),
        ["async local function"] = Checkout.LocalAsyncFunctionAsync,
        ["lambda in async"] = Checkout.LambdaInsideAsync,
        ["lambda in async local function in generic type"] = () => new Store<string>().PutLaterAsync("k", 1),
        ["async iterator"] = async () =>
        {
            await foreach (var _ in Checkout.CountAsync(1))
            {
            }
        },
    };

    private static readonly Dictionary<string, Action> Synchronous = new()
    {
        ["iterator"] = () => Checkout.Count(1).ToList(),
        ["lambda"] = Checkout.Lambda,
        ["lambda with parameters"] = Checkout.LambdaWithParameters,
        ["closure"] = () => Checkout.Closure(1),
        ["local function"] = () => Checkout.LocalFunction(1),
        ["types"] = () => Checkout.Types(1, [], [], (1, "x"), [], "", 0, ""),
        ["ways"] = () =>
        {
            var changed = 1;
            Checkout.Ways(ref changed, 2, out _);
        },
        ["pointers"] = () =>
        {
            unsafe
            {
                Checkout.Pointers(null, null, null);
            }
        },
        ["long tuple"] = () => Checkout.LongTuple((1, 2, 3, 4, 5, 6, 7, "8", true)),
        ["generic method"] = () => Checkout.Several<int, string>(1, null),
        ["constructor"] = () => _ = new Checkout(1, "x"),
        ["primary constructor"] = () => _ = new Primary(1),
        ["getter"] = () => _ = Checkout.Make().Total,
        ["setter"] = () => Checkout.Make().Total = 1,
        ["init"] = () => Checkout.MakeLabelled(),
        ["event"] = () => Checkout.Make().Changed += null,
        ["event removed"] = () => Checkout.Make().Changed -= null,
        ["indexer"] = () => _ = Checkout.Make()[1, "x"],
        ["indexer set"] = () => Checkout.Make()[1, "x"] = "y",
        ["operator"] = () => _ = new Money(1) + new Money(2),
        ["checked operator"] = () => _ = checked(-new Money(1)),
        ["unary operator"] = () => _ = unchecked(-new Money(1)),
        ["implicit conversion"] = () => _ = (decimal)new Money(1),
        ["explicit conversion"] = () => _ = (Money)"1",
        ["explicit implementation"] = () => ((IComparable<Money>)new Money(1)).CompareTo(new Money(2)),
        ["explicit method of a generic interface"] = () => ((IStore<int>)new Store<string>()).Save(1),
        ["explicit property"] = () => _ = ((IStore<int>)new Store<string>()).Count,
        ["generic type"] = () => new Store<string>().Put("k", 1),
        ["nested generic type"] = () => new Store<string>.Entry<int>().Touch("k", 1),
        ["record copy"] = () => _ = new Order("x") with { Name = "y" },
        ["record print"] = () => new Order("x").ToString(),
        ["type of one file"] = Outside.Fail,
    };

    [Theory]
    [InlineData("async", "   at Shop.Checkout.PayAsync(int order, CancellationToken cancellationToken)")]
    [InlineData("async generic", "   at Shop.Checkout.GenericAsync<T>(T value, List<T> more)")]
    [InlineData("async lambda", "   at Shop.Checkout.AsyncLambdaAsync.lambda()")]
    [InlineData("async local function", "   at Shop.Checkout.LocalAsyncFunctionAsync.LocalAsync<T>(T value)")]
    [InlineData("lambda in async", "   at Shop.Checkout.LambdaInsideAsync.lambda()")]
    [InlineData("lambda in async local function in generic type", "   at Shop.Store<TKey>.PutLaterAsync.lambda()")]
    [InlineData("async iterator", "   at Shop.Checkout.CountAsync(int from)")]
    public async Task An_asynchronous_method_is_named_as_it_was_written(string shape, string line)
    {
        ThrownShape.Lines(await ThrownShape.FromAsync(Asynchronous[shape]))[0].Should().Be(line);
    }

    [Theory]
    [InlineData("iterator", "   at Shop.Checkout.Count(int from)")]
    [InlineData("lambda", "   at Shop.Checkout.Lambda.lambda()")]
    [InlineData("lambda with parameters", "   at Shop.Checkout.LambdaWithParameters.lambda(int number)")]
    [InlineData("closure", "   at Shop.Checkout.Closure.lambda()")]
    [InlineData("local function", "   at Shop.Checkout.LocalFunction.Local(string text)")]
    [InlineData("types", "   at Shop.Checkout.Types(int? number, int[] list, int[][,] table, (int, string) pair, Dictionary<string, List<int?>> map, object anything, nint address, object late)")]
    [InlineData("ways", "   at Shop.Checkout.Ways(ref int changed, in long read, out string written)")]
    [InlineData("pointers", "   at Shop.Checkout.Pointers(int* one, delegate*<int, void> call, void** two)")]
    [InlineData("long tuple", "   at Shop.Checkout.LongTuple((int, int, int, int, int, int, int, string, bool) many)")]
    [InlineData("generic method", "   at Shop.Checkout.Several<TFirst, TSecond>(TFirst first, Func<TSecond, TFirst> second)")]
    [InlineData("constructor", "   at new Shop.Checkout(int number, string text)")]
    [InlineData("primary constructor", "   at new Shop.Primary(int number)")]
    [InlineData("getter", "   at Shop.Checkout.Total.get()")]
    [InlineData("setter", "   at Shop.Checkout.Total.set(decimal value)")]
    [InlineData("init", "   at Shop.Checkout.Label.init(string value)")]
    [InlineData("event", "   at Shop.Checkout.Changed.add(EventHandler value)")]
    [InlineData("event removed", "   at Shop.Checkout.Changed.remove(EventHandler value)")]
    [InlineData("indexer", "   at Shop.Checkout.this[int row, string column].get()")]
    [InlineData("indexer set", "   at Shop.Checkout.this[int row, string column].set(string value)")]
    [InlineData("operator", "   at Shop.Money.operator +(Money left, Money right)")]
    [InlineData("checked operator", "   at Shop.Money.operator checked -(Money value)")]
    [InlineData("unary operator", "   at Shop.Money.operator -(Money value)")]
    [InlineData("implicit conversion", "   at Shop.Money.implicit operator decimal(Money money)")]
    [InlineData("explicit conversion", "   at Shop.Money.explicit operator Money(string text)")]
    [InlineData("explicit implementation", "   at Shop.Money.IComparable<Money>.CompareTo(Money other)")]
    [InlineData("explicit method of a generic interface", "   at Shop.Store<TKey>.IStore<int>.Save(int value)")]
    [InlineData("explicit property", "   at Shop.Store<TKey>.IStore<int>.Count.get()")]
    [InlineData("generic type", "   at Shop.Store<TKey>.Put<TValue>(TKey key, TValue value)")]
    [InlineData("nested generic type", "   at Shop.Store<TKey>.Entry<TItem>.Touch(TKey key, TItem item)")]
    [InlineData("record copy", "   at new Shop.Order(Order other)")]
    [InlineData("record print", "   at Shop.Order.PrintMembers(StringBuilder builder)")]
    [InlineData("type of one file", "   at Shop.OfThisFile.Fail()")]
    public void A_method_is_named_as_it_was_written(string shape, string line)
    {
        ThrownShape.Lines(ThrownShape.From(Synchronous[shape]))[0].Should().Be(line);
    }

    [Fact]
    public void A_record_is_copied_by_a_method_with_a_readable_name()
    {
        ThrownShape.Lines(ThrownShape.From(Synchronous["record copy"]))[1].Should().Be("   at Shop.Order.Clone()");
    }

    [Fact]
    public void A_static_constructor_says_so()
    {
        var error = ThrownShape.From(static () => _ = Failing.Value);

        ThrownShape.Lines(error.InnerException!).Should().Equal("   at Shop.Failing.Fail()", "   at static Shop.Failing()");
    }

    [Fact]
    public void A_collection_of_the_framework_has_its_arguments_in_angle_brackets()
    {
        var error = ThrownShape.From(static () => _ = new Dictionary<string, int>()["missing"]);

        ThrownShape.Lines(error).Should().Contain("   at System.Collections.Generic.Dictionary<TKey, TValue>.this[TKey key].get()");
    }

    [Fact]
    public void A_compiled_expression_belongs_to_no_type()
    {
        var compiled = Expression.Lambda<Action>(Expression.Throw(Expression.New(typeof(ProbeException).GetConstructors()[0], Expression.Constant("x")))).Compile();

        ThrownShape.Lines(ThrownShape.From(compiled))[0].Should().MatchRegex(@"^   at lambda_method\d*\(\)$");
    }

    [Fact]
    public void A_method_of_an_assembly_that_can_be_unloaded_has_a_name()
    {
        ThrownShape.Lines(ThrownShape.From(Emitted(AssemblyBuilderAccess.RunAndCollect, "Fail")))[0].Should().Be("   at Plug.In.Fail()");
    }

    [Fact]
    public void A_name_with_line_ends_makes_one_line_and_a_long_one_is_cut()
    {
        ThrownShape.Lines(ThrownShape.From(Emitted(AssemblyBuilderAccess.Run, "a\n\u2028b\u0001")))[0].Should().Be("   at Plug.In.a??b?()");
        ThrownShape.Lines(ThrownShape.From(Emitted(AssemblyBuilderAccess.Run, new string('n', 1_000_000))))[0].Should().HaveLength(FrameLines.MaxLength);
    }

    [Theory] // the names of Visual Basic, F# and of programs without metadata
    [InlineData("Shop.Checkout+<PayAsync>d__3", "MoveNext", "Shop.Checkout.PayAsync(…)")]
    [InlineData("Shop.Checkout+<>c__DisplayClass4_0+<<PayAsync>b__0>d", "MoveNext", "Shop.Checkout.PayAsync.lambda(…)")]
    [InlineData("Shop.Checkout+<>c", "<PayAsync>b__1_0", "Shop.Checkout.PayAsync.lambda(…)")]
    [InlineData("Shop.Checkout", "<PayAsync>g__Local|3_0", "Shop.Checkout.PayAsync.Local(…)")]
    [InlineData("Program", "<Main>$", "Program.Main(…)")]
    [InlineData("Program+<<Main>$>d__0", "MoveNext", "Program.Main(…)")]
    [InlineData("Program", "<<Main>$>g__Local|0_0", "Program.Main.Local(…)")]
    [InlineData("Shop.Store`1[System.String]", "Put", "Shop.Store.Put(…)")]
    [InlineData("Shop.Checkout", ".ctor", "new Shop.Checkout(…)")]
    [InlineData("Shop.Checkout", ".cctor", "static Shop.Checkout()")]
    [InlineData("Shop.Checkout+<>c", "<.ctor>b__0_0", "Shop.Checkout.ctor.lambda(…)")]
    [InlineData("Shop.Checkout+<>c", "<get_Total>b__0_0", "Shop.Checkout.Total.get.lambda(…)")]
    [InlineData("Shop.Checkout", "get_Total", "Shop.Checkout.Total.get(…)")]
    [InlineData("Shop.Checkout", "Shop.IStore<System.Collections.Generic.List<System.Int32>>.Save", "Shop.Checkout.IStore<List<int>>.Save(…)")]
    [InlineData("Shop.<Orders>FABCDEF__Hidden", "Fail", "Shop.Hidden.Fail(…)")]
    [InlineData("Shop.Module", "f@12-3", "Shop.Module.f@12-3(…)")]
    [InlineData("Shop.Checkout+VB$StateMachine_1_PayAsync", "MoveNext", "Shop.Checkout.VB$StateMachine_1_PayAsync.MoveNext(…)")]
    [InlineData(null, "lambda_method1", "lambda_method1(…)")]
    [InlineData("", "", "(…)")]
    [InlineData("<", "<>", "<.<>(…)")]
    [InlineData("A", "<<>", "A.<<>(…)")]
    public void Names_alone_are_read_as_well(string? type, string method, string name)
    {
        MethodNames.Of(type, method).Should().Be(name);
    }

    [Fact]
    public void Top_level_statements_are_the_main_method()
    {
        var type = new EmittedType("Program").Method("<Main>$").Create();

        MethodNames.Of(type.GetMethod("<Main>$")!).Should().Be("Program.Main()");
    }

    private static Action Emitted(AssemblyBuilderAccess access, string method)
    {
        var type = new EmittedType("Plug.In", access).Method(method).Create();
        return type.GetMethods(BindingFlags.Public | BindingFlags.Static)[0].CreateDelegate<Action>();
    }
}
