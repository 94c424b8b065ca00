using ErrorManagement.Classification;
using ErrorManagement.Retries;

namespace ErrorManagement.Core.Tests.Retries;

public sealed class RetryPlanTests
{
    private static readonly ErrorClassification Transient = FakeClassifier.Transient;

    [Theory]
    [Behaviour("75", "84")]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(1_000, 60)]
    [InlineData(1_024, 60)]
    [InlineData(1_025, 60)]
    [InlineData(int.MaxValue - 1, 60)]
    public void Delays_grow_to_the_cap_and_stay_there_for_any_number_of_retries(int retries, double seconds)
    {
        // S1.2, [75], [84]
        RetryPlan.NextDelay(new RetryOptions { MaxRetries = int.MaxValue }, retries, Transient, TimeSpan.Zero, 0).Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [Behaviour("76")]
    [InlineData(RetryBackoff.Exponential, true)]
    [InlineData(RetryBackoff.Constant, false)]
    public void An_initial_delay_of_zero_stays_zero_with_any_kind_and_jitter(RetryBackoff kind, bool jitter)
    {
        // [76]
        var options = new RetryOptions { InitialDelay = TimeSpan.Zero, Backoff = kind, Jitter = jitter, MaxRetries = 10_000, Multiplier = 1e10 };

        new[] { 0, 1, 50, 9_999 }.Should().AllSatisfy(retries => RetryPlan.NextDelay(options, retries, Transient, TimeSpan.Zero, 1).Should().Be(TimeSpan.Zero));
    }

    [Fact]
    [Behaviour("X19")]
    public void For_any_settings_a_delay_is_neither_negative_nor_above_the_cap_nor_above_the_time_left()
    {
        // X19: own delays are capped
        var random = new Random(20300101);
        for (var i = 0; i < 20_000; i++)
        {
            var max = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromDays(24).Ticks + 1));
            var options = new RetryOptions
            {
                MaxRetries = int.MaxValue,
                MaxDelay = max,
                InitialDelay = TimeSpan.FromTicks(random.NextInt64(max.Ticks + 1)),
                Multiplier = 1 + (random.NextDouble() * Math.Pow(10, random.Next(0, 300))),
                Jitter = random.Next(2) == 0,
                Backoff = (RetryBackoff)random.Next(2),
                MaxDuration = random.Next(2) == 0 ? null : TimeSpan.FromTicks(1 + random.NextInt64(TimeSpan.FromDays(30).Ticks)),
            };
            RetryOptionsValidator.ThrowIfInvalid(options);
            var elapsed = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromDays(20).Ticks));

            var delay = RetryPlan.NextDelay(options, random.Next(), Transient, elapsed, random.NextDouble());

            if (options.MaxDuration is { } duration && elapsed >= duration)
            {
                delay.Should().BeNull();
            }
            else
            {
                delay.Should().NotBeNull();
                delay!.Value.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThanOrEqualTo(max);
                delay.Value.Should().BeLessThanOrEqualTo((options.MaxDuration ?? TimeSpan.MaxValue) - elapsed);
            }
        }
    }

    [Fact]
    public void A_delay_that_is_asked_for_is_taken_exactly_or_retrying_ends()
    {
        // D12
        var random = new Random(12);
        for (var i = 0; i < 5_000; i++)
        {
            var asked = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromMinutes(2).Ticks));
            var options = new RetryOptions { Jitter = random.Next(2) == 0 };

            RetryPlan.NextDelay(options, random.Next(3), Transient with { RetryAfter = asked }, TimeSpan.Zero, random.NextDouble())
                .Should().Be(asked <= options.MaxDelay ? asked : null);
        }

        RetryPlan.NextDelay(new RetryOptions(), 3, Transient with { RetryAfter = TimeSpan.Zero }, TimeSpan.Zero, 0).Should().BeNull("no retry is left");
    }
}
