namespace ErrorManagement.Analytics.Tests.Records;

public sealed class ErrorQueryTests
{
    [Theory] // U27, B13: bounds are named, in a copy as well
    [InlineData("*limit of a query must be 0 or more; it is -1*", "limit")]
    [InlineData("*Severity of a query must be one of Debug, Info, Warning, Error, Critical; it is 9*", "severity")]
    [InlineData("*MinSeverity of a query must be one of Debug*it is -1*", "least")]
    [InlineData("*Status of a query must be one of Open, Resolved, Regressed, Muted, Ignored; it is 99*", "status")]
    [InlineData("*ExceptStatuses of a query must be one of Open*it is 99*", "except")]
    [InlineData("*Category of a query must be one of Unknown, Transient*it is 77*", "category")]
    [InlineData("*Order of a query must be one of LastSeen, FirstSeen, Count, Severity; it is 4*", "order")]
    [InlineData("*source of a query must be one or more of Catch*it is None*", "no source")]
    [InlineData("*source of a query must be one or more of Catch*it is 1025*", "odd source")]
    public void A_value_that_is_none_is_refused_in_a_copy_as_well(string message, string which)
    {
        var query = new ErrorQuery { Component = "a" };

        Action make = which switch
        {
            "limit" => () => _ = query with { Limit = -1 },
            "severity" => () => _ = query with { Severity = (ErrorSeverity)9 },
            "least" => () => _ = query with { MinSeverity = (ErrorSeverity)(-1) },
            "status" => () => _ = query with { Status = (ErrorStatus)99 },
            "except" => () => _ = query with { ExceptStatuses = [ErrorStatus.Open, (ErrorStatus)99] },
            "category" => () => _ = query with { Category = (ErrorCategory)77 },
            "order" => () => _ = query with { Order = (ErrorOrder)4 },
            "no source" => () => _ = query with { Source = ErrorSources.None },
            _ => () => _ = query with { Source = (ErrorSources)1025 },
        };

        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }

    [Fact]
    public void Bounds_themselves_are_taken()
    {
        var query = new ErrorQuery { Limit = 0, Since = DateTimeOffset.MinValue, Until = DateTimeOffset.MaxValue, Severity = ErrorSeverity.Debug, Source = ErrorSources.Catch | ErrorSources.Occurrence };

        (query with { Limit = int.MaxValue }).Limit.Should().Be(int.MaxValue);
        (query with { Limit = null }).Limit.Should().BeNull();
        query.Since.Should().Be(DateTimeOffset.MinValue);
    }

    [Fact]
    public void Queries_are_values()
    {
        var one = new ErrorQuery { Component = "a", Texts = ["x", "y"], ExceptStatuses = [ErrorStatus.Muted], Since = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero) };
        var same = new ErrorQuery { Component = new string("a"), Texts = new List<string> { "x", "y" }, ExceptStatuses = [ErrorStatus.Muted], Since = new DateTimeOffset(2026, 1, 1, 14, 0, 0, TimeSpan.FromHours(2)) };

        same.Should().Be(one);
        same.GetHashCode().Should().Be(one.GetHashCode());
        (one with { Texts = ["y", "x"] }).Should().NotBe(one);
        (one with { ExceptStatuses = [] }).Should().NotBe(one);
        (one with { Component = "A" }).Should().NotBe(one);
    }

    [Fact]
    public void A_list_that_is_changed_later_changes_no_query()
    {
        var texts = new List<string> { "x" };
        var query = new ErrorQuery { Texts = texts };

        texts.Add("y");

        query.Texts.Should().Equal("x");
    }

    [Fact]
    public void One_text_is_the_only_one_of_several()
    {
        new ErrorQuery { Text = "a" }.Should().Be(new ErrorQuery { Texts = ["a"] });
        (new ErrorQuery { Texts = ["a", "b"] } with { Text = "c" }).Texts.Should().Equal("c");
        (new ErrorQuery { Texts = ["a", "b"] } with { Text = null }).Texts.Should().BeEmpty();
        new ErrorQuery { Texts = ["a", "b"] }.Text.Should().Be("a");
        new ErrorQuery().Text.Should().BeNull();
    }

    [Fact] // B13
    public void Null_empty_and_repeated_entries_of_lists_are_decided()
    {
        new ErrorQuery { Text = "" }.Should().Be(new ErrorQuery(), "every text holds the empty one");
        new ErrorQuery { Texts = ["", "a", "a", " "] }.Texts.Should().Equal("a", " ");
        new ErrorQuery { ExceptTexts = [""] }.Should().Be(new ErrorQuery());
        new ErrorQuery { ExceptComponents = [""] }.ExceptComponents.Should().Equal("");
        new ErrorQuery { Texts = null!, ExceptCodes = null!, ExceptStatuses = null! }.Should().Be(new ErrorQuery());
        FluentActions.Invoking(() => new ErrorQuery { Texts = ["a", null!] }).Should().Throw<ArgumentException>().WithMessage("*Texts of a query must hold no null*");
        FluentActions.Invoking(() => new ErrorQuery { ExceptErrorTypes = [null!] }).Should().Throw<ArgumentException>().WithMessage("*ExceptErrorTypes*");
    }

    [Fact]
    public void A_list_holds_64_values_and_not_one_more()
    {
        string[] texts = [.. Enumerable.Range(0, 65).Select(i => $"{i}")];

        new ErrorQuery { Texts = [.. texts.Take(64), "0"] }.Texts.Should().HaveCount(64);
        FluentActions.Invoking(() => new ErrorQuery { Texts = texts }).Should().Throw<ArgumentException>().WithMessage("*at most 64*");
    }
}
