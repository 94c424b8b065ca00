using ErrorManagement.Classification;
using ErrorManagement.Retries;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>Plans for single categories (demand 12).</summary>
public sealed class RetryCategoriesTests
{
    [Theory]
    [InlineData(ErrorCategory.Transient, 0, 1, 3)]
    [InlineData(ErrorCategory.RateLimit, 0, 5)]
    [InlineData(ErrorCategory.Unknown, 0, 1)]
    [InlineData(ErrorCategory.Permanent, 0, 1)]
    [InlineData(ErrorCategory.Authentication, 0)]
    public async Task Each_category_goes_by_its_own_plan_and_one_without_a_plan_by_the_policy(ErrorCategory category, params int[] starts)
    {
        var harness = new RetryHarness(Configure, _ => new ErrorClassification(category, ErrorSeverity.Error));

        await harness.FailAsync();

        harness.Starts.Should().Equal(starts.Select(s => (double)s));

        static void Configure(RetryOptions options)
        {
            options.MaxRetries = 2;
            options.Categories[ErrorCategory.RateLimit] = new RetryCategoryOptions { MaxRetries = 1, InitialDelay = TimeSpan.FromSeconds(5), Backoff = RetryBackoff.Constant };
            options.Categories[ErrorCategory.Unknown] = new RetryCategoryOptions { MaxRetries = 1 };
            options.Categories[ErrorCategory.Permanent] = new RetryCategoryOptions { MaxRetries = 1 };
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plan_without_retries_switches_its_category_off_whatever_the_predicate_says(bool predicate)
    {
        var harness = new RetryHarness(o =>
        {
            o.Categories[ErrorCategory.Transient] = new RetryCategoryOptions { MaxRetries = 0 };
            o.ShouldRetry = predicate ? (_, _) => true : null;
        });

        AttemptLedger.Of(await harness.FailAsync()).Should().ContainSingle().Which.Decision.Should().Be(RetryDecision.NotRetryable);
    }

    [Fact]
    public async Task What_a_plan_leaves_open_is_the_policys_own()
    {
        var harness = new RetryHarness(o =>
        {
            (o.MaxRetries, o.Backoff, o.InitialDelay) = (2, RetryBackoff.Linear, TimeSpan.FromSeconds(2));
            o.Categories[ErrorCategory.Transient] = new RetryCategoryOptions { MaxDelay = TimeSpan.FromSeconds(3) };
        });

        await harness.FailAsync();

        harness.Starts.Should().Equal(0, 2, 5);
    }

    [Fact]
    public async Task The_longest_delay_of_a_plan_decides_about_what_the_other_side_asks_for()
    {
        var harness = new RetryHarness(
            o => (o.MaxRetries, o.Categories[ErrorCategory.RateLimit]) = (1, new RetryCategoryOptions { MaxDelay = TimeSpan.FromMinutes(10) }),
            _ => new ErrorClassification(ErrorCategory.RateLimit, ErrorSeverity.Warning, TimeSpan.FromMinutes(5)));

        await harness.FailAsync();

        harness.Starts.Should().Equal(0, 300);
    }

    [Fact]
    public async Task Retries_are_counted_over_the_whole_call()
    {
        var failures = new Queue<ErrorCategory>([ErrorCategory.RateLimit, ErrorCategory.RateLimit, ErrorCategory.Transient]);
        var harness = new RetryHarness(
            o => (o.MaxRetries, o.Categories[ErrorCategory.RateLimit]) = (2, new RetryCategoryOptions { MaxRetries = 10 }),
            _ => new ErrorClassification(failures.Dequeue(), ErrorSeverity.Error));

        var error = await harness.FailAsync();

        AttemptLedger.Of(error).Select(a => a.Decision).Should().Equal(RetryDecision.Retried, RetryDecision.Retried, RetryDecision.Exhausted);
    }

    [Fact]
    public async Task No_plan_brings_back_what_must_not_be_repeated()
    {
        var harness = new RetryHarness(
            o => o.Categories[ErrorCategory.Unknown] = new RetryCategoryOptions { MaxRetries = 5 },
            _ => new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error) { CanRetry = false });

        await harness.FailAsync();

        harness.Tries.Should().Be(1);
    }

    [Fact]
    public async Task A_category_that_no_enumeration_knows_goes_by_the_policy()
    {
        var harness = new RetryHarness(o => o.ShouldRetry = (_, _) => true, _ => new ErrorClassification((ErrorCategory)99, ErrorSeverity.Error));

        await harness.FailAsync();

        harness.Tries.Should().Be(4);
    }

    [Fact]
    public async Task A_later_change_of_a_plan_has_no_effect()
    {
        RetryOptions? kept = null;
        var harness = new RetryHarness(o => (kept, o.Categories[ErrorCategory.Transient]) = (o, new RetryCategoryOptions { MaxRetries = 1 }));
        kept!.Categories[ErrorCategory.Transient].MaxRetries = 9;
        kept.Categories.Clear();

        await harness.FailAsync();

        harness.Tries.Should().Be(2);
    }

    [Fact]
    public void Mistakes_name_the_category_the_value_and_the_bound()
    {
        var options = new RetryOptions();
        options.Categories[ErrorCategory.RateLimit] = new RetryCategoryOptions
        {
            MaxRetries = -1,
            Backoff = (RetryBackoff)9,
            Multiplier = double.NaN,
            InitialDelay = TimeSpan.FromSeconds(90),
            MaxDelay = TimeSpan.FromDays(25),
        };
        options.Categories[ErrorCategory.Transient] = new RetryCategoryOptions { InitialDelay = TimeSpan.FromSeconds(61) };
        options.Categories[ErrorCategory.Unknown] = null!;
        options.Categories[(ErrorCategory)42] = new RetryCategoryOptions();

        var message = FluentActions.Invoking(() => new RetryPolicy(options)).Should().Throw<ArgumentException>().Which.Message;

        message.Should().Contain("Categories[RateLimit].MaxRetries must be null, or at least 0; it is -1.")
            .And.Contain("Categories[RateLimit].Backoff must be null, or Exponential, Constant, Linear or DecorrelatedJitter; it is 9.")
            .And.Contain("Categories[RateLimit].Multiplier must be null, or at least 1 and finite; it is NaN.")
            .And.Contain("Categories[RateLimit].MaxDelay must be null, or at least zero and at most 24 days; it is 25.00:00:00.")
            .And.Contain("Categories[Transient].InitialDelay must be at least zero and at most MaxDelay (00:01:00); it is 00:01:01.")
            .And.Contain("Categories[Unknown] must be a plan; it is null.")
            .And.Contain("Categories[42] must be a value of ErrorCategory; it is 42.");
    }

    [Fact]
    public void Its_text_shows_kinds_plans_and_what_else_is_set()
    {
        var options = new RetryOptions
        {
            MaxRetries = int.MaxValue,
            Backoff = RetryBackoff.DecorrelatedJitter,
            MaxDuration = TimeSpan.FromSeconds(30),
            DelayGenerator = _ => null,
            Budget = new RetryBudget(new RetryBudgetOptions { Name = "payments" }),
            RetryRejections = true,
        };
        options.RetryResult<int>(r => r < 0);
        options.Categories[ErrorCategory.RateLimit] = new RetryCategoryOptions { MaxRetries = 5, Backoff = RetryBackoff.Linear };
        options.Categories[ErrorCategory.Transient] = new RetryCategoryOptions { MaxRetries = 0 };

        new RetryPolicy(options).ToString().Should().Be(
            "retry(no limit, 1 s decorrelated <= 60 s; in 30 s; own delays; by results; waits for breakers; Transient: never; RateLimit: 5, 1 s each more <= 60 s; budget(payments: 20 % of successes, at least 1/s, in 10 s))");
        new RetryPolicy(new RetryOptions { Jitter = true }).ToString().Should().Be("retry(3, 1 s x2 <= 60 s, jitter)");
    }
}
