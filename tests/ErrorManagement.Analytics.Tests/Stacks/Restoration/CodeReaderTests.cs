using System.Reflection;
using ErrorManagement.Analytics.Stacks.Restoration;

namespace ErrorManagement.Analytics.Tests.Stacks.Restoration;

public sealed class CodeReaderTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly CodeMap _map = new();

    [Fact]
    public void Calls_throws_and_regions_are_read()
    {
        var rethrown = Code(typeof(InlinedShapes), nameof(InlinedShapes.Rethrown));
        rethrown.Calls.Select(static call => call.Target.Name!.Split('.')[^1]).Should().ContainInOrder("A", "set");
        rethrown.Regions.Should().ContainSingle().Which.Type.Should().Be<InvalidOperationException>();
        rethrown.Catches(rethrown.Calls[0].Offset, typeof(ObjectDisposedException)).Should().BeTrue();
        rethrown.Catches(rethrown.Calls[0].Offset, typeof(TimeoutException)).Should().BeFalse();
        rethrown.Throws.Should().ContainSingle().Which.IsExact.Should().BeFalse();

        Code(typeof(InlinedShapes), "Bare").Throws.Should().ContainSingle().Which.Should().Match<CodeThrow>(static site => site.IsExact && site.Type == typeof(InvalidOperationException));
    }

    [Fact]
    public void A_statement_ends_where_nothing_is_on_the_stack()
    {
        var code = Code(typeof(InlinedShapes), nameof(InlinedShapes.OneOfTwo));
        var calls = code.Calls.Where(static call => call.Target.Name!.EndsWith(".A", StringComparison.Ordinal) || call.Target.Name.EndsWith(".B", StringComparison.Ordinal)).ToList();

        calls.Should().HaveCount(2);
        code.ScopeAt(calls[0].Offset).Holds(calls[1].Offset).Should().BeFalse();

        var both = Code(typeof(InlinedShapes), nameof(InlinedShapes.TwoOfOne));
        both.ScopeAt(0).Holds(both.Calls[1].Offset).Should().BeTrue();
    }

    [Fact] // A2
    public void A_delegate_that_a_call_gave_and_a_pointer_run_what_fits_them()
    {
        static unsafe int ThroughPointer()
        {
            delegate*<int, int> pointer = &Named;
            return pointer(1);
        }

        static int Named(int number) => number;
        static int FromTable(Dictionary<string, Func<int>> table) => table["a"]();
        Func<int> run = ThroughPointer;
        Func<Dictionary<string, Func<int>>, int> look = FromTable;

        var call = _map.Of(run.Method).Code!.Calls.Single(static one => one.Kind == CodeCallKind.Delegate);
        _map.Of(((Func<int, int>)Named).Method).FitsDelegate(call.Target).Should().BeTrue();
        _map.Of(run.Method).FitsDelegate(call.Target).Should().BeFalse();
        _map.Of(look.Method).Code!.Calls.Single(static one => one.Kind == CodeCallKind.Delegate).Target.Name.Should().Be("System.Func<>.Invoke");
    }

    [Fact]
    public void A_method_of_any_arguments_is_one()
    {
        _map.Of(typeof(List<int>).GetMethod("Add")!).Should().BeSameAs(_map.Of(typeof(List<string>).GetMethod("Add")!));
        _map.Of(typeof(Enumerable).GetMethod("AsEnumerable")!.MakeGenericMethod(typeof(int))).Should().BeSameAs(_map.Of(typeof(Enumerable).GetMethod("AsEnumerable")!));
    }

    [Fact]
    public void All_of_the_libraries_and_of_this_program_can_be_read()
    {
        var unreadable = new List<string>();
        var count = 0;
        foreach (var method in new[] { typeof(CodeReader), typeof(CodeReaderTests), typeof(Enumerable), typeof(Uri) }.SelectMany(static type => type.Assembly.GetTypes()).SelectMany(static type => type.GetMethods(All)))
        {
            if (method.GetMethodBody() is not null)
            {
                count++;
                if (_map.Of(method).Code is null)
                {
                    unreadable.Add($"{method.DeclaringType}.{method.Name}");
                }
            }
        }

        count.Should().BeGreaterThan(3_000);
        unreadable.Should().BeEmpty();
    }

    [Fact]
    public void What_has_no_code_is_not_known()
    {
        _map.Of(typeof(IDisposable).GetMethod("Dispose")!).Code.Should().BeNull();
        _map.Of(new EmittedType("Plug.In").Method("Fail").Create().GetMethod("Fail")!).Name.Should().Be("Plug.In.Fail");
    }

    private MethodCode Code(Type type, string method) => _map.Of(type.GetMethod(method, All)!).Code!;
}
