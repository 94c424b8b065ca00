using System.Data.Common;
using ErrorManagement.Classification;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

public class DatabaseNumbersTests
{
    [Theory]
    [InlineData("-2", Transient, "sqlserver:-2")]
    [InlineData("1205", Transient, "sqlserver:1205")]
    [InlineData("40613", Transient, "sqlserver:40613")]
    [InlineData("40501", RateLimit, "sqlserver:40501")]
    [InlineData("18456", Authentication, "sqlserver:18456")]
    [InlineData("2627", DataValidation, "sqlserver:2627")]
    [InlineData("208", Permanent, "sqlserver:208")]
    [InlineData("50000", Unknown, "sqlserver:50000")] // RAISERROR of a procedure: only its text says more
    [InlineData("x", Unknown, "")]
    public void SQL_Servers_number_is_where_its_client_puts_it_for_support(string number, ErrorCategory category, string identity)
    {
        var exception = new SqlException("odd");
        exception.Data["HelpLink.EvtID"] = number;

        var verdict = ErrorClassifier.Default.Classify(exception);

        (verdict.Category, verdict.Identity.ToString()).Should().Be((category, identity));
    }

    [Theory]
    [InlineData("SQLite Error 5: 'database is locked'.", -1, Transient, "sqlite:5")]
    [InlineData("SQLite Error 261: 'database is locked'.", -1, Transient, "sqlite:261")] // an extended code: the low byte is the primary one
    [InlineData("constraint failed", 19, DataValidation, "sqlite:19")] // System.Data.SQLite has the code in ErrorCode
    [InlineData("SQLite Error 99: 'new'.", -1, Unknown, "sqlite:99")]
    [InlineData("SQLite Error x: 'odd'.", -1, Unknown, "")]
    [InlineData("SQLite Error ", -1, Unknown, "")]
    [InlineData("odd", -1, Unknown, "")]
    public void SQLites_code_is_at_the_head_of_the_message_or_in_the_error_code(string message, int errorCode, ErrorCategory category, string identity)
    {
        var verdict = ErrorClassifier.Default.Classify(new SqliteException(message, errorCode));

        (verdict.Category, verdict.Identity.ToString()).Should().Be((category, identity));
    }

    [Fact]
    public void A_state_comes_before_a_number()
    {
        var exception = new SqlException("odd") { State = "42501" };
        exception.Data["HelpLink.EvtID"] = "1205";

        ErrorClassifier.Default.Classify(exception).Should().BeEquivalentTo(new { Category = Authentication });
    }

    [Fact]
    public void A_client_that_throws_when_asked_is_judged_by_what_is_left() =>
        ErrorClassifier.Default.Classify(new SqliteException(null, -1, new TimeoutException())).Category.Should().Be(Transient);

#pragma warning disable CA1032, CA1064 // the names and members of clients that are not referenced here
    private sealed class SqlException(string message) : DbException(message)
    {
        public string? State { get; init; }

        public override string? SqlState => State;
    }

    private sealed class SqliteException(string? text, int errorCode, Exception? cause = null) : DbException("odd", cause)
    {
        public override int ErrorCode => errorCode;

        public override string Message => text ?? throw new InvalidOperationException("no message");
    }
#pragma warning restore CA1032, CA1064
}
