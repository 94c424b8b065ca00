using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;

namespace ErrorManagement.Core.Tests.Pipelines;

public sealed class PipelineBuilderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Something_simpler_is_run_for_what_failed_in_every_form_of_the_function(bool synchronous)
    {
        var forms = new List<ExecutionPipeline<int>>
        {
            new PipelineBuilder().Fallback(_ => 7).Build(),
            new PipelineBuilder().Retry(o => o.MaxRetries = 0).Fallback(-1).Fallback(_ => 7).Build(),
        };
        if (!synchronous)
        {
            forms.Add(new PipelineBuilder().Fallback(async token => { await Task.Yield(); return 7; }).Build());
            forms.Add(new PipelineBuilder().Fallback(_ => Task.FromResult(7)).Build());
            forms.Add(new PipelineBuilder().Fallback(-1).Fallback(_ => new ValueTask<int>(7)).Build());
            forms.Add(new PipelineBuilder().Fallback(-1).Fallback(_ => Task.FromResult(7)).Build());
        }

        foreach (var form in forms)
        {
            (synchronous ? form.Execute(() => throw new TimeoutException()) : await form.ExecuteAsync(() => throw new TimeoutException())).Should().Be(7);
            (synchronous ? form.Execute(() => 1) : await form.ExecuteAsync(async () => 1)).Should().Be(1);
        }
    }

    [Fact]
    public void A_rule_says_which_failures_the_function_answers_for()
    {
        var pipeline = new PipelineBuilder().Fallback(_ => 7, when: e => e is TimeoutException).Build();

        pipeline.Execute(() => throw new TimeoutException()).Should().Be(7);
        pipeline.Invoking(p => p.Execute(() => throw new FormatException())).Should().Throw<FormatException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Results_and_verdicts_may_call_for_the_fallback_too(bool synchronous)
    {
        var cache = new CachedResponseFallback<int>(new CachedResponseOptions { DefaultKey = "all" });
        var pipeline = new PipelineBuilder()
            .Fallback(cache, o => (o.When, o.WhenResult) = ((_, verdict) => verdict.Category == ErrorCategory.Transient, static result => result < 0))
            .Retry(o => o.InitialDelay = TimeSpan.Zero)
            .Build();

        (await RunAsync(() => 5)).Should().Be(5);
        (await RunAsync(() => -3)).Should().Be(5, "what is not good enough is replaced, and was not kept");
        (await RunAsync(() => throw new TimeoutException())).Should().Be(5);
        (await Record.ExceptionAsync(() => RunAsync(() => throw new FormatException()))).Should().BeOfType<FormatException>("nothing answers for that category");
        pipeline.ToString().Should().StartWith("fallback(cached_response").And.Contain(" when ...: retry(");

        async Task<int> RunAsync(Func<int> operation) => synchronous ? pipeline.Execute(operation) : await pipeline.ExecuteAsync(async () =>
        {
            await Task.Yield();
            return operation();
        });
    }

    [Fact]
    public void A_typed_pipeline_inside_another_makes_that_one_typed()
    {
        var inner = new PipelineBuilder().Retry().Fallback(7).Timeout(TimeSpan.FromSeconds(2)).Fallback(8).Build();

        var untyped = new PipelineBuilder().Timeout(TimeSpan.FromSeconds(9)).Add(inner).Retry(o => o.MaxRetries = 1).Build();
        var typed = new PipelineBuilder().Fallback(6).Add(inner).Build();

        untyped.ToString().Should().Be("timeout(9 s) > retry(3, 1 s x2 <= 60 s) > fallback(default_value: timeout(2 s) > fallback(default_value: retry(1, 1 s x2 <= 60 s)))");
        typed.ToString().Should().Be("fallback(default_value: retry(3, 1 s x2 <= 60 s) > fallback(default_value: timeout(2 s) > fallback(default_value)))");
        typed.Execute(() => throw new TimeoutException()).Should().Be(8, "the innermost answers");
        FluentActions.Invoking(() => new PipelineBuilder().Add((ExecutionPipeline<int>)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Building_twice_makes_two_pipelines_of_the_same_layers_and_later_ones_are_in_the_second_only()
    {
        var builder = new PipelineBuilder().Retry();
        var typed = builder.Fallback(1);

        var first = builder.Build();
        var second = builder.Timeout(TimeSpan.FromSeconds(2)).Build();

        first.ToString().Should().Be("retry(3, 1 s x2 <= 60 s)");
        second.ToString().Should().Be("retry(3, 1 s x2 <= 60 s) > timeout(2 s)");
        typed.Build().ToString().Should().Be("retry(3, 1 s x2 <= 60 s) > fallback(default_value)", "it went its own way");
        builder.Build().Should().NotBeSameAs(second);
    }

    [Fact]
    public void A_setting_that_is_wrong_leaves_at_the_line_that_has_it() =>
        FluentActions.Invoking(() => new PipelineBuilder().Retry(o => o.MaxRetries = -1)).Should().Throw<ArgumentException>().WithMessage("*MaxRetries must be at least 0; it is -1*");
}
