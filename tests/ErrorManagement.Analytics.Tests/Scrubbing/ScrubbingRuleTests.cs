using System.Text.RegularExpressions;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

public sealed class ScrubbingRuleTests
{
    [Fact]
    public void A_pattern_replaces_what_it_matches()
    {
        var scrubber = With(new ScrubbingRule { Name = "iban", Pattern = @"\b(DE)\d{20}\b", Replacement = "$1<iban>" });

        scrubber.Scrub("from DE02120300000000202051 to x").Should().Be("from DE<iban> to x");
    }

    [Fact]
    public void A_function_gets_what_is_left_after_the_built_in_ones() =>
        With(new ScrubbingRule { Name = "own", Replace = text => text.Replace("bob", "<user>", StringComparison.Ordinal) })
            .Scrub("bob: password=hunter2").Should().Be("<user>: password=***");

    [Fact]
    public void A_rule_that_throws_or_returns_null_withholds_the_text_and_is_counted()
    {
        var scrubber = With(new ScrubbingRule { Name = "broken", Hint = "a", Replace = text => text == "a" ? throw new InvalidOperationException() : null });

        scrubber.Scrub("a").Should().Be("<withheld>");
        scrubber.Scrub("ab").Should().Be("<withheld>");
        scrubber.Scrub("b").Should().Be("b", "the rule is not for texts without its hint");
        scrubber.RuleFailures.Should().Be(2);
    }

    [Fact]
    public void A_rule_that_fails_many_times_in_a_row_is_not_asked_any_more_and_its_texts_stay_withheld()
    {
        var asked = 0;
        var scrubber = With(new ScrubbingRule { Name = "broken", Replace = _ => { asked++; throw new InvalidOperationException(); } });

        for (var i = 0; i < 100; i++)
        {
            scrubber.Scrub("text").Should().Be("<withheld>");
        }

        asked.Should().Be(20);
        scrubber.RuleFailures.Should().Be(100);
    }

    [Fact]
    public void A_time_out_is_not_a_failure_when_the_second_try_ends_in_time()
    {
        var asked = 0;
        var scrubber = With(new ScrubbingRule { Name = "left waiting", Replace = text => ++asked % 2 == 1 ? throw new RegexMatchTimeoutException() : text.Replace("bob", "<user>", StringComparison.Ordinal) });

        for (var i = 0; i < 100; i++)
        {
            scrubber.Scrub("bob").Should().Be("<user>");
        }

        scrubber.RuleFailures.Should().Be(0);
    }

    [Fact]
    public void Two_time_outs_for_one_text_are_one_failure_and_no_other_failure_is_tried_again()
    {
        var asked = 0;
        var slow = With(new ScrubbingRule { Name = "slow", Replace = _ => { asked++; throw new RegexMatchTimeoutException(); } });
        slow.Scrub("text").Should().Be("<withheld>");
        (asked, slow.RuleFailures).Should().Be((2, 1));

        var broken = With(new ScrubbingRule { Name = "broken", Replace = _ => { asked++; throw new TimeoutException(); } });
        broken.Scrub("text").Should().Be("<withheld>");
        (asked, broken.RuleFailures).Should().Be((3, 1));
    }

    [Fact]
    public void A_pattern_that_runs_away_ends_at_its_time_out() =>
        With(new ScrubbingRule { Name = "slow", Pattern = @"(?=x)(x+x+)+y" }).Scrub(new string('x', 60)).Should().Be("<withheld>");

    [Fact]
    public void Mistakes_name_rule_value_and_bound()
    {
        var options = new ScrubbingOptions
        {
            SecretNames = { "x" },
            Rules =
            {
                new ScrubbingRule { Name = "none" },
                new ScrubbingRule { Name = "bad", Pattern = "(" },
                new ScrubbingRule { Name = "empty", Pattern = "x*" },
                new ScrubbingRule { Name = " ", Pattern = "x", Hint = " " },
                null!,
            },
        };

        var mistakes = ScrubbingOptionsValidator.Validate(options);

        mistakes.Should().Contain(m => m == "SecretNames[0] must have at least 2 and at most 64 letters and digits, inclusive; it is 'x'.")
            .And.Contain(m => m == "Rules[0] 'none': either Pattern or Replace must be set; none is.")
            .And.Contain(m => m.StartsWith("Rules[1] 'bad': Pattern must be a regular expression; it is '('"))
            .And.Contain(m => m == "Rules[2] 'empty': Pattern must not match the empty text; it is 'x*'.")
            .And.Contain(m => m.Contains("Name must not be blank"))
            .And.Contain(m => m.Contains("Hint must be null or not blank"))
            .And.Contain("Rules[4] must not be null.");
        ScrubbingOptionsValidator.Validate(new ScrubbingOptions { Rules = null!, SecretNames = null! }).Should().HaveCount(2);
    }

    private static SecretScrubber With(ScrubbingRule rule) => new(new ScrubbingOptions { Rules = { rule } });
}
