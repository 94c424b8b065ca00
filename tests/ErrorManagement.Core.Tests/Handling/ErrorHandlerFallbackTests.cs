using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

/// <summary>What answers for a failed call.</summary>
public sealed class ErrorHandlerFallbackTests
{
    private readonly HandlerFixture _fixture = new();

    public static TheoryData<CallForm> Forms => [.. Enum.GetValues<CallForm>()];

    [Theory] // S3.18
    [MemberData(nameof(Forms))]
    public async Task A_default_answers_where_the_strategy_says_so(CallForm form)
    {
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", "default");
        var failure = new FormatException();

        var result = await _fixture.FailAsync(form, failure);

        (result.Succeeded, result.Value, result.FallbackUsed, result.RetryCount).Should().Be((true, "default", true, 0));
        result.Exception.Should().BeSameAs(failure);
        _fixture.Sink.Reported.Single().Should().Match<ErrorOccurrence>(o => !o.Recovered && o.Severity == ErrorSeverity.Warning);
        (await _fixture.FailAsync(form, HandlerFixture.Of(ErrorCategory.Unknown))).Succeeded.Should().BeFalse("unknown takes the cache and nothing else");
    }

    [Theory] // S3.18
    [MemberData(nameof(Forms))]
    public async Task A_factory_makes_a_new_answer_each_time_and_one_that_throws_is_none(CallForm form)
    {
        var made = 0;
        _fixture.Handler.Fallbacks.SetDefault("payments", _ => $"made {++made}");
        (await _fixture.FailAsync(form, new FormatException())).Value.Should().Be("made 1");
        (await _fixture.FailAsync(form, new FormatException())).Value.Should().Be("made 2");

        _fixture.Handler.Fallbacks.SetDefault<string>("payments", _ => throw new InvalidOperationException("factory"));
        var failure = new FormatException();
        var result = await _fixture.FailAsync(form, failure);
        (result.Succeeded, result.FallbackUsed, result.Exception).Should().Be((false, false, failure));

        _fixture.Handler.Fallbacks.RemoveDefault<string>("payments").Should().BeTrue();
        _fixture.Handler.Fallbacks.RemoveDefault<string>("payments").Should().BeFalse();
        (await _fixture.FailAsync(form, new FormatException())).Succeeded.Should().BeFalse();
    }

    [Fact] // S3.18
    public async Task An_asynchronous_factory_answers_asynchronous_calls_and_never_blocks_a_synchronous_one()
    {
        _fixture.Handler.Fallbacks.SetDefault("payments", async _ =>
        {
            await Task.Yield();
            return "later";
        });

        (await _fixture.FailAsync(CallForm.Completed, new FormatException())).Value.Should().Be("later");
        (await _fixture.FailAsync(CallForm.Synchronous, new FormatException())).Succeeded.Should().BeFalse();
    }

    [Fact]
    public async Task Null_is_an_answer_and_the_type_must_be_the_same()
    {
        _fixture.Handler.Fallbacks.SetDefaultValue<string?>("payments", null);
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", 5);

        var text = await _fixture.FailAsync(CallForm.Completed, new FormatException());
        var number = await _fixture.RunAsync<int>(CallForm.Completed, _ => throw new FormatException());
        var wide = await _fixture.RunAsync<long>(CallForm.Completed, _ => throw new FormatException());
        var other = await _fixture.FailAsync(CallForm.Completed, new FormatException(), new HandlingContext("Payments"));

        (text.Succeeded, text.Value).Should().Be((true, null));
        number.Value.Should().Be(5);
        wide.Succeeded.Should().BeFalse();
        other.Succeeded.Should().BeFalse("names are compared exactly");
    }

    [Fact]
    public async Task Something_can_stand_in_for_a_call_without_a_result()
    {
        var stoodIn = 0;
        _fixture.Handler.Fallbacks.SetDefault("payments", _ =>
        {
            stoodIn++;
        });
        (await _fixture.Handler.HandleAsync(_ => Task.FromException(new FormatException()), HandlerFixture.Payments)).Should().Match<HandlingResult>(r => r.Succeeded && r.FallbackUsed);

        _fixture.Handler.Fallbacks.SetDefault("payments", async token =>
        {
            await Task.Yield();
            stoodIn++;
        });
        (await _fixture.Handler.HandleAsync(_ => Task.FromException(new FormatException()), HandlerFixture.Payments)).FallbackUsed.Should().BeTrue();
        stoodIn.Should().Be(2);
    }

    [Theory] // S3.13, U21
    [MemberData(nameof(Forms))]
    public async Task A_result_that_was_kept_under_the_same_key_answers(CallForm form)
    {
        var context = HandlerFixture.Payments with { CacheKey = "order 5" };
        await _fixture.CallAsync(form, context);
        var failure = HandlerFixture.Of(ErrorCategory.Unknown);

        (await _fixture.FailAsync(form, failure, context)).Should().Match<HandlingResult<string>>(r => r.Value == "own" && r.FallbackUsed);
        (await _fixture.FailAsync(form, failure, context with { CacheKey = "order 6" })).Succeeded.Should().BeFalse();
        (await _fixture.FailAsync(form, failure, context with { Operation = "refund" })).Succeeded.Should().BeFalse();
        (await _fixture.FailAsync(form, failure, context with { CacheKey = null })).Succeeded.Should().BeFalse("without a key nobody gets another's answer");
        (await _fixture.RunAsync<object>(form, _ => throw failure, context)).Succeeded.Should().BeFalse("another type is another answer");
    }

    [Fact]
    public async Task A_result_without_a_key_is_not_kept()
    {
        await _fixture.CallAsync(CallForm.Completed, null);

        (await _fixture.FailAsync(CallForm.Completed, HandlerFixture.Of(ErrorCategory.Unknown))).Succeeded.Should().BeFalse();
        (await _fixture.FailAsync(CallForm.Completed, HandlerFixture.Of(ErrorCategory.Unknown), HandlerFixture.Payments with { CacheKey = "" })).Succeeded.Should().BeFalse();
    }

    [Fact]
    public async Task A_result_answers_while_its_age_is_less_than_the_time_to_live()
    {
        var context = HandlerFixture.Payments with { CacheKey = "" };
        await _fixture.CallAsync(CallForm.Completed, context);
        var failure = HandlerFixture.Of(ErrorCategory.Unknown);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(300) - TimeSpan.FromTicks(1));
        (await _fixture.FailAsync(CallForm.Completed, failure, context)).FallbackUsed.Should().BeTrue();
        _fixture.Clock.Advance(TimeSpan.FromTicks(1));
        (await _fixture.FailAsync(CallForm.Completed, failure, context)).FallbackUsed.Should().BeFalse();
    }

    [Fact]
    public async Task Results_are_bounded_by_key_and_by_operation()
    {
        _fixture.Options.CacheCapacity = 2;
        var failure = HandlerFixture.Of(ErrorCategory.Unknown);
        foreach (var key in new[] { "a", "b", "c" })
        {
            await _fixture.CallAsync(CallForm.Completed, HandlerFixture.Payments with { CacheKey = key });
        }

        (await _fixture.FailAsync(CallForm.Completed, failure, HandlerFixture.Payments with { CacheKey = "a" })).FallbackUsed.Should().BeFalse();
        (await _fixture.FailAsync(CallForm.Completed, failure, HandlerFixture.Payments with { CacheKey = "c" })).FallbackUsed.Should().BeTrue();

        for (var i = 0; i < HandlerFallbacks.MaxOperations + 5; i++)
        {
            await _fixture.CallAsync(CallForm.Completed, new HandlingContext("many", $"operation {i}") { CacheKey = "" });
        }

        _fixture.Handler.GetStatistics().DroppedResults.Should().Be(6, "one operation was there before");
    }

    [Fact] // S3.18
    public async Task Data_set_for_the_component_answers_for_all_its_operations_until_it_is_cleared()
    {
        var fallbacks = _fixture.Handler.Fallbacks;
        fallbacks.SetCached("payments", "set");
        var failure = HandlerFixture.Of(ErrorCategory.Unknown);
        _fixture.Clock.Advance(TimeSpan.FromDays(1));

        (await _fixture.FailAsync(CallForm.Completed, failure)).Value.Should().Be("set");
        await _fixture.CallAsync(CallForm.Completed, HandlerFixture.Payments with { CacheKey = "" });
        (await _fixture.FailAsync(CallForm.Completed, failure, HandlerFixture.Payments with { CacheKey = "" })).Value.Should().Be("own", "a kept result comes first");
        fallbacks.ClearCache("payments");
        (await _fixture.FailAsync(CallForm.Completed, failure)).Succeeded.Should().BeFalse();
        (await _fixture.FailAsync(CallForm.Completed, failure, HandlerFixture.Payments with { CacheKey = "" })).Succeeded.Should().BeFalse();
        fallbacks.RemoveCached<string>("payments").Should().BeFalse();
    }

    [Theory] // U22, S1.14: degraded until a call that began later goes well
    [MemberData(nameof(Forms))]
    public async Task Graceful_degradation_answers_with_the_best_there_is_and_notes_it(CallForm form)
    {
        _fixture.Handler.Rules.Set(ErrorCategory.Unknown, HandlingStrategy.GracefulDegradation, RecoveryAction.None);
        var failure = HandlerFixture.Of(ErrorCategory.Unknown);
        (await _fixture.FailAsync(form, failure)).Succeeded.Should().BeFalse();
        _fixture.Handler.IsDegraded("payments").Should().BeFalse("nothing answered");

        _fixture.Handler.Fallbacks.SetDefaultValue("payments", "default");
        (await _fixture.FailAsync(form, failure)).Should().Match<HandlingResult<string>>(r => r.Value == "default" && r.Error!.Degraded);
        _fixture.Handler.Fallbacks.SetCached("payments", "cached");
        (await _fixture.FailAsync(form, failure)).Value.Should().Be("cached");
        _fixture.Handler.IsDegraded("payments").Should().BeTrue();
        _fixture.Handler.GetStatistics().DegradedComponents.Should().Equal("payments");

        await _fixture.CallAsync(form, new HandlingContext("search"));
        _fixture.Handler.IsDegraded("payments").Should().BeTrue("that was another component");
        await _fixture.CallAsync(form, HandlerFixture.Payments);
        _fixture.Handler.IsDegraded("payments").Should().BeFalse();
    }

    [Fact]
    public async Task A_success_of_a_call_that_began_before_the_failure_does_not_end_it()
    {
        _fixture.Handler.Rules.Set(ErrorCategory.Unknown, HandlingStrategy.GracefulDegradation, RecoveryAction.None);
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", "default");
        var gate = new TaskCompletionSource<string>();
        var early = _fixture.Handler.HandleAsync(_ => gate.Task, HandlerFixture.Payments);

        await _fixture.FailAsync(CallForm.Completed, HandlerFixture.Of(ErrorCategory.Unknown));
        gate.SetResult("late");

        (await early).Value.Should().Be("late");
        _fixture.Handler.IsDegraded("payments").Should().BeTrue();
    }

    [Theory]
    [InlineData(HandlingStrategy.FallbackToDefault)]
    [InlineData(HandlingStrategy.GracefulDegradation)]
    public async Task A_caller_who_gives_up_in_the_fallback_has_a_cancelled_call(HandlingStrategy strategy)
    {
        using var source = new CancellationTokenSource();
        _fixture.Handler.Rules.SetStrategy(ErrorCategory.Unknown, strategy);
        _fixture.Handler.Fallbacks.SetDefault<string>("payments", token =>
        {
            source.Cancel();
            token.ThrowIfCancellationRequested();
            return "never";
        });

        var result = await _fixture.FailAsync(CallForm.Completed, HandlerFixture.Of(ErrorCategory.Unknown), caller: source.Token);

        result.IsCancelled.Should().BeTrue();
        _fixture.Handler.IsDegraded("payments").Should().BeFalse();
    }

    [Fact]
    public async Task A_call_that_hung_and_fails_after_the_recovery_does_not_degrade_the_component_again()
    {
        _fixture.Handler.Rules.SetStrategy(ErrorCategory.Unknown, HandlingStrategy.GracefulDegradation);
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", 5);
        var hung = new TaskCompletionSource<int>();
        var old = _fixture.Handler.HandleAsync(_ => hung.Task, HandlerFixture.Payments).AsTask();
        var hungToo = new TaskCompletionSource<int>();
        await _fixture.Handler.HandleAsync(_ => Task.FromException<int>(new OddException()), HandlerFixture.Payments);
        var during = _fixture.Handler.HandleAsync(_ => hungToo.Task, HandlerFixture.Payments).AsTask();
        await _fixture.Handler.HandleAsync(_ => Task.FromResult(1), HandlerFixture.Payments);

        hung.SetException(new OddException());
        hungToo.SetException(new OddException());

        foreach (var late in new[] { await old, await during })
        {
            (late.FallbackUsed, late.Error!.Degraded).Should().Be((true, false));
        }

        _fixture.Handler.IsDegraded("payments").Should().BeFalse();
        (await _fixture.Handler.HandleAsync(_ => Task.FromException<int>(new OddException()), HandlerFixture.Payments)).Error!.Degraded.Should().BeTrue("that one is new");
        _fixture.Handler.GetStatistics().DegradedComponents.Should().Equal("payments");
    }
}
