using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>That this file compiles is half of the test: each line is a call as a host writes it, and each is run.</summary>
public sealed class CallShapesTests : IDisposable
{
    private static readonly InvalidOperationException Thrown = new("thrown");
    private readonly CancellationTokenSource _source = new();
    private int _ran;

    public static TheoryData<string> Policies => ["retry", "timeout", "empty pipeline", "pipeline", "foreign"];

    private CancellationToken Token => _source.Token;

    public void Dispose() => _source.Dispose();

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Every_asynchronous_shape_with_a_result_finds_an_overload_that_keeps_it(string kind)
    {
        var policy = Make(kind);

        (await policy.ExecuteAsync(async token => 1)).Should().Be(1);
        (await policy.ExecuteAsync(async token => 2, Token)).Should().Be(2);
        (await policy.ExecuteAsync(async _ => await IntTask())).Should().Be(7);
        (await policy.ExecuteAsync(async token => { await Task.Yield(); return "x"; }, Token)).Should().Be("x");
        (await policy.ExecuteAsync(token => IntTaskOf(token))).Should().Be(7);
        (await policy.ExecuteAsync(token => IntTaskOf(token), Token)).Should().Be(7);
        (await policy.ExecuteAsync(token => IntValueTask(token), Token)).Should().Be(8);
        (await policy.ExecuteAsync(token => Task.FromResult<object?>(null), Token)).Should().BeNull();
        (await policy.ExecuteAsync(IntTaskOf, Token)).Should().Be(7);
        (await policy.ExecuteAsync(IntValueTask, Token)).Should().Be(8);
        (await policy.ExecuteAsync(async () => 3)).Should().Be(3);
        (await policy.ExecuteAsync(async () => 4, Token)).Should().Be(4);
        (await policy.ExecuteAsync(async () => await IntTask())).Should().Be(7);
        (await policy.ExecuteAsync(() => IntTask())).Should().Be(7);
        (await policy.ExecuteAsync(() => IntValueTask(default), Token)).Should().Be(8);
        (await policy.ExecuteAsync(async () => { await Task.Yield(); return 5; })).Should().Be(5);
        (await policy.ExecuteAsync(static (state, token) => new ValueTask<int>(state.Length), "abc")).Should().Be(3);
        (await policy.ExecuteAsync(static (state, token) => new ValueTask<int>(state.Length), "abc", Token)).Should().Be(3);
        (await policy.ExecuteAsync(static (state, token) => Task.FromResult(state.Length), "abc", Token)).Should().Be(3);
        (await policy.ExecuteAsync(static async (state, token) => state.Length, "abcd", Token)).Should().Be(4);
        (await policy.ExecuteAsync(StateTask, 5, Token)).Should().Be(6);
        (await policy.ExecuteAsync(StateValueTask, 5, Token)).Should().Be(7);
        (await policy.ExecuteAsync<int>(async token => 6, Token)).Should().Be(6);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Every_asynchronous_shape_without_a_result_finds_an_overload(string kind)
    {
        var policy = Make(kind);

        await policy.ExecuteAsync(async token => { await Task.Yield(); _ran++; });
        await policy.ExecuteAsync(async token => { _ran++; await Task.CompletedTask; }, Token);
        await policy.ExecuteAsync(async token => await Nothing());
        await policy.ExecuteAsync(token => Nothing(), Token);
        await policy.ExecuteAsync(token => NothingValue(), Token);
        await policy.ExecuteAsync(NothingWithToken, Token);
        await policy.ExecuteAsync(NothingValueWithToken, Token);
        await policy.ExecuteAsync(async () => { await Task.Yield(); _ran++; });
        await policy.ExecuteAsync(async () => await Nothing(), Token);
        await policy.ExecuteAsync(() => Nothing());
        await policy.ExecuteAsync(() => NothingValue());
        await policy.ExecuteAsync(Nothing);
        await policy.ExecuteAsync(static (self, token) => self.Nothing(), this, Token);
        await policy.ExecuteAsync(static (self, token) => self.NothingValue(), this);
        await policy.ExecuteAsync(static async (self, token) => { await Task.Yield(); self._ran++; }, this, Token);

        _ran.Should().Be(15);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Every_asynchronous_shape_that_only_throws_finds_an_overload_and_lets_the_same_exception_out(string kind)
    {
        var policy = Make(kind);

        await ThrowsAsync(policy.ExecuteAsync(_ => throw Thrown));
        await ThrowsAsync(policy.ExecuteAsync(_ => throw Thrown, Token));
        await ThrowsAsync(policy.ExecuteAsync(() => throw Thrown));
        await ThrowsAsync(policy.ExecuteAsync(async token => throw Thrown));
        await ThrowsAsync(policy.ExecuteAsync(async () => { await Task.Yield(); throw Thrown; }));
        await ThrowsAsync(policy.ExecuteAsync(static (state, token) => throw state, Thrown));
        await ThrowsAsync(new ValueTask(policy.ExecuteAsync<int>(_ => throw Thrown).AsTask()));
        await ThrowsAsync(new ValueTask(policy.ExecuteAsync<int>(async _ => { await Task.Yield(); throw Thrown; }).AsTask()));
        await ThrowsAsync(new ValueTask(policy.ExecuteAsync(token => Task.FromException<int>(Thrown)).AsTask()));
        await ThrowsAsync(policy.ExecuteAsync(token => Task.FromException(Thrown)));

        static async Task ThrowsAsync(ValueTask call)
        {
            var caught = await FluentActions.Awaiting(async () => await call).Should().ThrowAsync<InvalidOperationException>();
            caught.Which.Should().BeSameAs(Thrown);
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_synchronous_shape_finds_an_overload(string kind)
    {
        var policy = Make(kind);

        policy.Execute(() => 1).Should().Be(1);
        policy.Execute(() => 2, Token).Should().Be(2);
        policy.Execute(token => 3).Should().Be(3);
        policy.Execute(token => 4, Token).Should().Be(4);
        policy.Execute(static state => state.Length, "abc").Should().Be(3);
        policy.Execute(static state => state.Length, "abc", Token).Should().Be(3);
        policy.Execute(static (state, token) => state.Length, "abcd", Token).Should().Be(4);
        policy.Execute(Number).Should().Be(9);
        policy.Execute(Twice, 4).Should().Be(8);
        policy.Execute(() => (object?)null).Should().BeNull();
        policy.Execute(() => { return "y"; }).Should().Be("y");
        policy.Execute(() => { _ran++; });
        policy.Execute(() => { _ran++; }, Token);
        policy.Execute(() => _ran++).Should().Be(2);
        policy.Execute(token => { _ran++; }, Token);
        policy.Execute(static self => { self._ran++; }, this);
        policy.Execute(static (self, token) => { self._ran++; }, this, Token);
        policy.Execute(Count);
        _ran.Should().Be(7);

        Throws(() => policy.Execute(() => throw Thrown));
        Throws(() => policy.Execute(() => { throw Thrown; }, Token));
        Throws(() => policy.Execute<int>(() => throw Thrown));
        Throws(() => policy.Execute(token => throw Thrown, Token));
        Throws(() => policy.Execute(static state => throw state, Thrown));

        static void Throws(Action call) => call.Should().Throw<InvalidOperationException>().Which.Should().BeSameAs(Thrown);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Every_shape_of_TryExecute_finds_an_overload(string kind)
    {
        var policy = Make(kind);

        (await policy.TryExecuteAsync(async token => 1, Token)).Should().Be(CallResult.Success(1));
        (await policy.TryExecuteAsync(async _ => await IntTask())).Should().Be(CallResult.Success(7));
        (await policy.TryExecuteAsync(token => IntTaskOf(token), Token)).Should().Be(CallResult.Success(7));
        (await policy.TryExecuteAsync(IntValueTask, Token)).Should().Be(CallResult.Success(8));
        (await policy.TryExecuteAsync(async () => 2)).Should().Be(CallResult.Success(2));
        (await policy.TryExecuteAsync(() => IntTask())).Should().Be(CallResult.Success(7));
        (await policy.TryExecuteAsync(static (state, token) => new ValueTask<int>(state.Length), "abc", Token)).Should().Be(CallResult.Success(3));
        (await policy.TryExecuteAsync(async token => { await Task.Yield(); _ran++; })).Succeeded.Should().BeTrue();
        (await policy.TryExecuteAsync(() => Nothing())).Succeeded.Should().BeTrue();
        (await policy.TryExecuteAsync(NothingValueWithToken, Token)).Succeeded.Should().BeTrue();
        (await policy.TryExecuteAsync(_ => throw Thrown)).Exception.Should().BeSameAs(Thrown);
        (await policy.TryExecuteAsync<int>(_ => throw Thrown)).Exception.Should().BeSameAs(Thrown);
        (await policy.TryExecuteAsync<int>(async _ => { await Task.Yield(); throw Thrown; })).Exception.Should().BeSameAs(Thrown);
        policy.TryExecute(() => 1).Should().Be(CallResult.Success(1));
        policy.TryExecute(token => 2, Token).Should().Be(CallResult.Success(2));
        policy.TryExecute(static state => state.Length, "abc").Should().Be(CallResult.Success(3));
        policy.TryExecute(static (state, token) => state.Length, "abcd", Token).Should().Be(CallResult.Success(4));
        policy.TryExecute(() => { _ran++; }).Succeeded.Should().BeTrue();
        policy.TryExecute(() => throw Thrown).Exception.Should().BeSameAs(Thrown);
        policy.TryExecute<int>(() => throw Thrown).Exception.Should().BeSameAs(Thrown);
        policy.TryExecute(static (self, token) => { self._ran++; }, this, Token).Succeeded.Should().BeTrue();
        _ran.Should().Be(5);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Wrap_gives_a_delegate_of_the_same_shape_that_runs_through_the_policy(string kind)
    {
        var policy = Make(kind);

        Func<CancellationToken, Task<int>> a = policy.Wrap<int>(token => IntTaskOf(token));
        Func<CancellationToken, ValueTask<int>> b = policy.Wrap<int>(async token => 2);
        Func<Task<int>> c = policy.Wrap(() => IntTask());
        Func<Task<int>> d = policy.Wrap(async () => 4);
        Func<Task> e = policy.Wrap(Nothing);
        Func<string, CancellationToken, Task<int>> f = policy.Wrap((string text, CancellationToken token) => Task.FromResult(text.Length));
        Func<string, Task<int>> g = policy.Wrap((string text) => Task.FromResult(text.Length));
        Func<int> h = policy.Wrap(() => 8);
        Action i = policy.Wrap(() => { _ran++; });
        Func<int, int> j = policy.Wrap((int number) => number * 2);
        Action<int> k = policy.Wrap((int number) => { _ran += number; });
        Action l = policy.Wrap((Action)(() => throw Thrown));
        Func<string, Task> m = policy.Wrap(async (string text) => { await Task.Yield(); _ran++; });

        (await a(Token)).Should().Be(7);
        (await b(Token)).Should().Be(2);
        (await c()).Should().Be(7);
        (await d()).Should().Be(4);
        await e();
        (await f("abc", Token)).Should().Be(3);
        (await g("abcd")).Should().Be(4);
        h().Should().Be(8);
        i();
        j(4).Should().Be(8);
        k(10);
        l.Should().Throw<InvalidOperationException>().Which.Should().BeSameAs(Thrown);
        await m("x");
        _ran.Should().Be(13);
    }

    [Fact]
    public async Task The_wrapped_delegate_is_decorated_and_not_just_handed_back()
    {
        // U20
        var policy = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero });
        var tries = 0;

        var flaky = policy.Wrap(() => ++tries < 3 ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(tries));

        (await flaky()).Should().Be(3);
    }

    [Theory]
    [InlineData("Execute")]
    [InlineData("TryExecute")]
    public void Synchronous_calls_of_asynchronous_lambdas_are_refused_by_the_compiler_with_an_error_that_says_what_to_use(string name)
    {
        var refused = typeof(ExecutionPolicyExtensions).GetMethods()
            .Where(method => method.Name == name)
            .Select(method => method.GetCustomAttributes(typeof(ObsoleteAttribute), false).OfType<ObsoleteAttribute>().SingleOrDefault())
            .OfType<ObsoleteAttribute>()
            .ToList();

        refused.Should().HaveCount(4).And.AllSatisfy(attribute =>
        {
            attribute.IsError.Should().BeTrue();
            attribute.Message.Should().Contain(name + "Async");
        });
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_the_compiler_cannot_refuse_is_refused_when_it_runs(string kind)
    {
        var policy = kind == "foreign" ? new PipelineBuilder().Add(new ForeignPolicy()).Build() : Make(kind);

#pragma warning disable CA2012 // nothing comes back: each of them throws
        // The instance method takes any result, a task too, and an instance method wins over every extension.
        Refused(() => policy.Execute(static (state, token) => Task.FromResult(state), 1), "*ExecuteAsync*");
        Refused(() => policy.Execute(static (state, token) => new ValueTask<int>(state), 1), "*ExecuteAsync*");
        Refused(() => policy.Execute(() => new ValueTask<int>(1)), "*ExecuteAsync*");
        Refused(() => policy.Execute(() => new ValueTask()), "*ExecuteAsync*");
        Refused(() => policy.TryExecute(() => new ValueTask<int>(1)), "*TryExecuteAsync*");
#pragma warning restore CA2012

        static void Refused(Func<object> call, string message) => ((Action)(() => call())).Should().Throw<InvalidOperationException>().WithMessage(message);
    }

    private static IExecutionPolicy Make(string kind) => kind switch
    {
        "retry" => new RetryPolicy(),
        "timeout" => new TimeoutPolicy(),
        "empty pipeline" => new PipelineBuilder().Build(),
        "pipeline" => new PipelineBuilder().Retry().Add(new ForeignPolicy()).Timeout(TimeSpan.FromSeconds(30)).Build(),
        _ => new ForeignPolicy(),
    };

    private static int Number() => 9;

    private static int Twice(int number) => number * 2;

    private static Task<int> IntTaskOf(CancellationToken token) => Task.FromResult(7);

    private static Task<int> IntTask() => Task.FromResult(7);

    private static ValueTask<int> IntValueTask(CancellationToken token) => new(8);

    private static Task<int> StateTask(int state, CancellationToken token) => Task.FromResult(state + 1);

    private static ValueTask<int> StateValueTask(int state, CancellationToken token) => new(state + 2);

    private Task Nothing()
    {
        _ran++;
        return Task.CompletedTask;
    }

    private ValueTask NothingValue()
    {
        _ran++;
        return default;
    }

    private Task NothingWithToken(CancellationToken token) => Nothing();

    private ValueTask NothingValueWithToken(CancellationToken token) => NothingValue();

    private void Count() => _ran++;
}
