using System.Diagnostics.Metrics;
using ErrorManagement.Pipelines;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Core.Tests.Timeouts;

public sealed class LayerTimeBudgetsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();

    [Theory] // S2.37
    [InlineData("api", 100)]
    [InlineData("service", 500)]
    [InlineData("core", 300)]
    [InlineData("infrastructure", 1_000)]
    public void A_call_is_over_its_layers_budget_when_it_took_strictly_longer(string layer, int milliseconds)
    {
        var budgets = new LayerTimeBudgets(timeProvider: _time);
        var budget = TimeSpan.FromMilliseconds(milliseconds);
        var policy = budgets.ForLayer(layer);

        Take(policy, budget);
        policy.GetStatistics().Over.Should().Be(0);
        Take(policy, budget + Tick);

        policy.GetStatistics().Should().Be(new LayerTimeStatistics(layer, budget, 2, 1, budget + Tick, budget));
        policy.Record(budget).Should().BeFalse();
        policy.Record(budget + Tick).Should().BeTrue();
        budgets.GetStatistics().Should().HaveCount(4).And.ContainSingle(s => s.Calls > 0);
    }

    [Fact]
    public async Task A_call_counts_however_it_ends_and_nothing_about_it_changes()
    {
        var policy = new LayerTimeBudgets(timeProvider: _time).ForLayer("api");
        var failure = new FormatException();
        using var source = new CancellationTokenSource();
        var pending = new TaskCompletionSource<int>();

        (await policy.ExecuteAsync(token => new ValueTask<bool>(token == source.Token), source.Token)).Should().BeTrue();
        (await FluentActions.Awaiting(() => policy.ExecuteAsync<int>(_ => throw failure).AsTask()).Should().ThrowAsync<FormatException>()).Which.Should().BeSameAs(failure);
        (await FluentActions.Awaiting(() => policy.ExecuteAsync(_ => ValueTask.FromException<int>(failure)).AsTask()).Should().ThrowAsync<FormatException>()).Which.Should().BeSameAs(failure);
        FluentActions.Invoking(() => policy.Execute<int, int>((_, _) => throw failure, 0)).Should().Throw<FormatException>();
        var call = policy.ExecuteAsync(_ => new ValueTask<int>(pending.Task)).AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));
        pending.SetException(failure);
        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<FormatException>()).Which.Should().BeSameAs(failure);
        await source.CancelAsync();
        await FluentActions.Awaiting(() => policy.ExecuteAsync(_ => new ValueTask<int>(1), source.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();

        policy.GetStatistics().Should().Be(new LayerTimeStatistics("api", TimeSpan.FromMilliseconds(100), 5, 1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.4)), "a call that was cancelled before it began was none");
    }

    [Fact]
    public async Task A_call_that_is_over_is_counted_and_told_and_the_callback_cannot_be_in_the_way()
    {
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        using var recorder = new MeasurementRecorder(factory);
        var told = new TaskCompletionSource<LayerTimeExceeded>();
        var options = new LayerTimeBudgetOptions
        {
            OnExceeded = e =>
            {
                told.TrySetResult(e);
                throw new InvalidOperationException("swallowed");
            },
        };
        options.Budgets["cache"] = TimeSpan.FromMilliseconds(5);
        var policy = new LayerTimeBudgets(options, _time, factory).ForLayer("cache");
        options.Budgets.Clear();

        Take(policy, TimeSpan.FromMilliseconds(6));
        Take(policy, TimeSpan.FromMilliseconds(5));

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(new LayerTimeExceeded("cache", TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(6), _time.GetUtcNow() - TimeSpan.FromMilliseconds(5)));
        recorder.Read("time_budget.exceeded").Should().Equal(new Dictionary<string, double> { ["time_budget.layer=cache"] = 1 });
    }

    [Fact]
    public void In_a_pipeline_a_layer_is_one_set_of_numbers()
    {
        var budgets = new LayerTimeBudgets(timeProvider: _time);
        var pipeline = new PipelineBuilder().Add(budgets.ForLayer("service")).Retry().Add(budgets.ForLayer("api")).Build();

        pipeline.Execute((_, _) => 1, 0);

        pipeline.ToString().Should().StartWith("budget(service, 0.5 s) > ").And.EndWith(" > budget(api, 0.1 s)");
        budgets.GetStatistics().Where(s => s.Calls == 1).Select(s => s.Layer).Should().Equal("api", "service");
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_an_unknown_layer_with_those_there_are()
    {
        var options = new LayerTimeBudgetOptions();
        options.Budgets["api"] = TimeSpan.Zero;
        options.Budgets[" "] = TimeSpan.FromSeconds(1);
        for (var i = 0; i < 60; i++)
        {
            options.Budgets[$"layer{i}"] = TimeSpan.FromSeconds(1);
        }

        FluentActions.Invoking(() => new LayerTimeBudgets(options)).Should().Throw<ArgumentException>()
            .WithMessage("*Budgets.Count must be at most 64; it is 65.*").WithMessage("*Budgets[api] must be more than zero; it is 00:00:00.*").WithMessage("*not blank*");
        FluentActions.Invoking(() => new LayerTimeBudgets().ForLayer("API")).Should().Throw<ArgumentException>().WithMessage("*'API'*api, core, infrastructure, service*");
    }

    [Fact]
    public async Task No_call_is_lost_when_many_end_at_once()
    {
        var policy = new LayerTimeBudgets(timeProvider: _time).ForLayer("api");

        await Parallel.ForAsync(0, 8, (worker, _) =>
        {
            for (var i = 1; i <= 5_000; i++)
            {
                policy.Record(TimeSpan.FromMilliseconds((worker * 5_000) + i));
            }

            return ValueTask.CompletedTask;
        });

        var statistics = policy.GetStatistics();
        statistics.Calls.Should().Be(40_000);
        statistics.Over.Should().Be(39_900);
        statistics.Longest.Should().Be(TimeSpan.FromMilliseconds(40_000));
        statistics.Average.Should().Be(TimeSpan.FromMilliseconds(20_000.5));
    }

    [Fact]
    public void A_container_gives_out_one_set_with_its_settings()
    {
        var services = new ServiceCollection();
        services.AddErrorManagementCore();
        services.Configure<LayerTimeBudgetOptions>(static o => o.Budgets["cache"] = TimeSpan.FromMilliseconds(5));
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<LayerTimeBudgets>().ForLayer("cache").Budget.Should().Be(TimeSpan.FromMilliseconds(5));
        provider.GetRequiredService<LayerTimeBudgets>().Should().BeSameAs(provider.GetRequiredService<LayerTimeBudgets>());
    }

    private void Take(LayerTimeBudget policy, TimeSpan time) =>
        policy.Execute(
            (_, _) =>
            {
                _time.Advance(time);
                return 0;
            },
            0);
}
