using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ErrorManagement.Analytics.Signatures;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Tests.Signatures;

public sealed class ErrorSignaturesTests
{
    [Fact] // S4.11, U36
    public void The_rules_stand_in_the_order_of_the_contract() =>
        ErrorSignatures.Default.Signatures.Select(s => $"{s.Name} | {s.Category} | {s.SeverityName}").Should().Equal(
            "import_error | Dependency Issue | high",
            "connection_error | Network Issue | high",
            "timeout_error | Performance Issue | medium",
            "syntax_error | Code Quality | high",
            "type_error | Type Issue | medium",
            "file_not_found | File System Issue | medium",
            "permission_error | Permission Issue | medium",
            "missing_resource | Missing Resource | medium",
            "api_error | API Issue | high",
            "database_error | Database Issue | high",
            "git_error | Git Issue | medium");

    [Theory] // S4.11: each keyword of the table
    [InlineData("import_error", "ModuleNotFoundError", "ImportError", "No module named", "cannot import")]
    [InlineData("connection_error", "ECONNREFUSED", "Connection refused", "Failed to connect", "connection reset")]
    [InlineData("timeout_error", "timeout", "timed out", "TimeoutError", "deadline exceeded")]
    [InlineData("syntax_error", "SyntaxError", "invalid syntax", "unexpected token")]
    [InlineData("type_error", "TypeError", "type object", "is not a function", "is not callable")]
    [InlineData("file_not_found", "FileNotFoundError", "ENOENT", "no such file", "file does not exist")]
    [InlineData("permission_error", "PermissionError", "EACCES", "permission denied", "access denied")]
    [InlineData("api_error", "API error", "HTTP 500", "status 503", "status code", "HTTP error")]
    [InlineData("database_error", "DatabaseError", "SQL error", "constraint violation", "foreign key")]
    [InlineData("git_error", "git error", "merge conflict", "divergent branches", "fatal: not a git")]
    [InlineData("missing_resource", "HTTP 404", "status: 404", "code 404", "404 not found")]
    public void Each_keyword_is_known_in_any_case_and_anywhere(string name, params string[] keywords)
    {
        foreach (var keyword in keywords)
        {
            Name(keyword).Should().Be(name, keyword);
            Name($"x: {keyword.ToUpperInvariant()}!").Should().Be(name, "S4.12, U36: any case");
            Name($"x: {keyword.ToLowerInvariant()} y").Should().Be(name, keyword);
        }
    }

    [Theory] // U36: .NET's own words
    [InlineData("import_error", "Could not load file or assembly 'A'", null)]
    [InlineData("import_error", "Module not found: x", null)]
    [InlineData("import_error", "", "System.TypeLoadException")]
    [InlineData("import_error", null, "FileLoadException")]
    [InlineData("import_error", null, "System.BadImageFormatException")]
    [InlineData("connection_error", "No such host is known.", "System.Net.Sockets.SocketException")]
    [InlineData("connection_error", "boom", "System.Net.Http.HttpRequestException")]
    [InlineData("timeout_error", "The operation timed out", "System.OperationCanceledException")]
    [InlineData("file_not_found", "", "System.IO.DirectoryNotFoundException")]
    [InlineData("file_not_found", "Could not find file '/x'.", "System.IO.FileNotFoundException")]
    [InlineData("permission_error", "Access to the path is denied.", "System.UnauthorizedAccessException")]
    [InlineData("database_error", "x", "System.Data.Common.DbException")]
    [InlineData("database_error", "x", "Microsoft.Data.Sqlite.SqliteException")]
    [InlineData("database_error", "x", "Npgsql.NpgsqlException")]
    [InlineData("type_error", "x", "System.InvalidCastException")]
    [InlineData("type_error", "x", "System.NullReferenceException")]
    [InlineData("unknown", "The operation was canceled.", "System.OperationCanceledException")]
    [InlineData("unknown", "A task was canceled.", "System.Threading.Tasks.TaskCanceledException")]
    [InlineData("unknown", "x", "Shop.Timeouts.BudgetException")] // a namespace says nothing
    public void Types_are_known_by_their_names_short_or_full(string name, string? message, string? type) =>
        ErrorSignatures.Default.Match(message, type).Signature.Name.Should().Be(name);

    [Theory] // S4.11: none, empty or null; B25
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("something else")]
    [InlineData("1500 rows")]
    [InlineData("error at line 404")]
    [InlineData("read 503 records in 500 ms")]
    public void What_no_rule_knows_is_unknown(string? message)
    {
        var match = ErrorSignatures.Default.Match(message);

        match.Signature.Should().BeSameAs(ErrorSignature.Unknown);
        match.Reason.Should().BeNull();
        match.Signature.Name.Should().Be("unknown");
        match.Signature.Category.Should().Be("Unknown"); // S4.14
        match.Signature.SeverityName.Should().Be("medium");
        match.Signature.Recommendation.Should().ContainAll("message", "trace");
        ErrorSignatures.Default.Match((Exception?)null).Should().BeSameAs(match);
        ErrorSignatures.Default.Match((ErrorRecord?)null).Should().BeSameAs(match);
    }

    [Fact] // S4.11: first hit wins
    public void Of_several_rules_the_first_one_wins()
    {
        Name("timeout while connecting: Connection refused").Should().Be("connection_error");
        Name("SQL error: HTTP 404").Should().Be("missing_resource");
        Name("Execution Timeout Expired", "Microsoft.Data.SqlClient.SqlException").Should().Be("timeout_error");
    }

    [Fact]
    public void The_match_says_what_it_is_known_by()
    {
        ErrorSignatures.Default.Match("CONNECTION REFUSED").Reason.Should().Be("Connection refused");
        ErrorSignatures.Default.Match("HTTP 404").Reason.Should().Be("status 404");
        ErrorSignatures.Default.Match("x", "System.InvalidCastException").Reason.Should().Be("InvalidCastException");
    }

    [Fact] // U36: as the exception's HTTP status; 0116: who was answered had a connection
    public void An_answer_is_judged_by_its_status_and_no_failed_connection()
    {
        Name(new HttpRequestException("x", null, HttpStatusCode.NotFound)).Should().Be("missing_resource");
        Name(new HttpRequestException("x", null, HttpStatusCode.ServiceUnavailable)).Should().Be("api_error");
        Name(new HttpRequestException("x")).Should().Be("connection_error");
        Name(new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused))).Should().Be("connection_error");
        Name(new InvalidOperationException("outer", new HttpRequestException("x", null, HttpStatusCode.NotFound))).Should().Be("missing_resource");
        ErrorSignatures.Default.Match("x", httpStatus: 404).Signature.Name.Should().Be("missing_resource");
        ErrorSignatures.Default.Match("x", httpStatus: int.MinValue).Signature.IsUnknown.Should().BeTrue();
        ErrorSignatures.Default.Match("Response status code does not indicate success: 404 (Not Found).", "System.Net.Http.HttpRequestException").Signature.Name.Should().Be("missing_resource");
        Name(new HttpRequestException("x", null, (HttpStatusCode)418)).Should().Be("unknown");
    }

    [Fact] // U36: TaskCanceledException only with a timeout inside
    public void A_cancelled_task_is_a_timeout_only_with_one_inside()
    {
        Name(new TaskCanceledException()).Should().Be("unknown");
        Name(new TaskCanceledException("x", new TimeoutException("y"))).Should().Be("timeout_error");
        Name(new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout of 1 seconds elapsing.")).Should().Be("timeout_error");
        Name(new OperationCanceledException("it timed out")).Should().Be("timeout_error");
        Name(new OperationCanceledException()).Should().Be("unknown");
    }

    [Fact]
    public void Exceptions_are_known_by_what_is_inside_them_and_by_their_base_types()
    {
        Name(new InvalidOperationException("no order", new AggregateException(new FormatException("x"), new SocketException(10061)))).Should().Be("connection_error");
        Name(new AggregateException()).Should().Be("unknown");
        Name(new StockDbException()).Should().Be("database_error");
        Name(new DllNotFoundException("x")).Should().Be("import_error");
        Name(new SilentException()).Should().Be("unknown", "an exception whose message throws is known by the rest");
        Name(new SilentException(new TimeoutException())).Should().Be("timeout_error");
    }

    [Fact]
    public void Trees_are_looked_at_in_bounds()
    {
        Exception deep = new TimeoutException();
        for (var i = 0; i < 10_000; i++)
        {
            deep = new FormatException("x", deep);
        }

        Name(deep).Should().Be("unknown");
        Name(new AggregateException(Enumerable.Range(0, 100_000).Select(i => new FormatException("x")))).Should().Be("unknown");
        Name(new AggregateException(Enumerable.Range(0, 60).Select(i => (Exception)new FormatException("x")).Append(new TimeoutException()))).Should().Be("timeout_error");
    }

    [Fact]
    public void A_text_is_looked_at_as_far_as_the_bound()
    {
        Name(new string('x', 16_384 - 7) + "timeout").Should().Be("timeout_error");
        Name(new string('x', 16_384 - 6) + "timeout").Should().Be("unknown");
        Name(string.Concat(Enumerable.Repeat("timeou HTTP 40 status cod ", 100_000))).Should().Be("unknown");
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    public void Every_culture_finds_the_same(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Name("INVALID SYNTAX").Should().Be("syntax_error");
            Name("git error").Should().Be("git_error");
            Name("STATUS 404").Should().Be("missing_resource");
            new ErrorSignatures(new SignatureOptions().Add(new SignatureRule { Name = "INVALID_id", Keywords = { "x" } })).Signatures[^1].Title.Should().Be("Invalid Id");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact] // U36: records by message, type, what is inside, and identity
    public void A_record_has_a_signature_that_is_found_when_it_is_asked_for()
    {
        using var registry = new ErrorRegistry();
        var id = registry.Record(new InvalidOperationException("no price", new SocketException(10061)), "shop").Id;
        var record = registry.Find(id)!;

        record.GetSignature().Name.Should().Be("connection_error");
        record.GetSignature(new ErrorSignatures(new SignatureOptions { Rules = [] })).IsUnknown.Should().BeTrue();
        (record with { Exceptions = [], ErrorType = "X", Message = "m", RootCause = "System.TimeoutException: x" }).GetSignature().Name.Should().Be("timeout_error");
        (record with { Exceptions = [], ErrorType = "X", Message = "m", RootCause = null, Identity = "http:404" }).GetSignature().Name.Should().Be("missing_resource");
        (record with { Exceptions = [], ErrorType = "X", Message = "m", RootCause = null, Identity = "http:x" }).GetSignature().IsUnknown.Should().BeTrue();
        FluentActions.Invoking(() => ((ErrorRecord)null!).GetSignature()).Should().Throw<ArgumentNullException>();
    }

    [Fact] // U36: whole words for numbers
    public void A_keyword_with_digits_at_its_ends_is_a_word_of_its_own()
    {
        var signatures = new ErrorSignatures(new SignatureOptions { Rules = [new SignatureRule { Name = "mongo", Keywords = { "E11000", "42" } }] });

        foreach (var text in new[] { "E11000 duplicate key", "(e11000)", "x 42.", "42", "a42b 42", "4242 42" })
        {
            signatures.Match(text).Signature.Name.Should().Be("mongo", text);
        }

        foreach (var text in new[] { "E110001", "142", "420", "1,42", "42.5", "42nd", "x42", "E11000x" })
        {
            signatures.Match(text).Signature.IsUnknown.Should().BeTrue(text);
        }
    }

    [Fact]
    public void A_keyword_with_a_dot_is_looked_for_in_the_whole_name_of_a_type()
    {
        var signatures = new ErrorSignatures(new SignatureOptions { Rules = [new SignatureRule { Name = "grpc", Keywords = { "Grpc.Core." } }] });

        signatures.Match(null, "Grpc.Core.RpcException").Signature.Name.Should().Be("grpc");
        signatures.Match(null, "Other.RpcException").Signature.IsUnknown.Should().BeTrue();
    }

    [Fact]
    public void A_function_that_throws_is_no_match_and_is_told_once()
    {
        var told = new List<string>();
        var before = ErrorManagementDiagnostics.SwallowedFailures;
        var signatures = new ErrorSignatures(
            new SignatureOptions { Rules = [new SignatureRule { Name = "bad", Matches = _ => throw new FormatException("secret") }, new SignatureRule { Name = "good", Matches = input => input.Messages.Contains("hit") }] },
            (rule, failure) =>
            {
                told.Add($"{rule} {failure.GetType().Name}");
                throw new InvalidOperationException("the one who is told throws too");
            });

        signatures.Match("hit").Should().Be(new SignatureMatch(signatures.Signatures[1], "function"));
        signatures.Match("miss").Signature.IsUnknown.Should().BeTrue();

        told.Should().Equal("bad FormatException");
        signatures.RuleFailures.Should().Be(2);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(before + 3);
    }

    [Fact]
    public void A_function_sees_all_that_is_known()
    {
        SignatureInput? seen = null;
        var signatures = new ErrorSignatures(new SignatureOptions { Rules = [new SignatureRule { Name = "own", Matches = input => (seen = input) is not null }] });
        var exception = new HttpRequestException("outer", new TimeoutException("inner"), HttpStatusCode.BadGateway);

        signatures.Match(exception).Reason.Should().Be("function");

        seen!.Messages.Should().Equal("outer", "inner");
        seen.ErrorTypes.Should().Equal("System.Net.Http.HttpRequestException", "System.TimeoutException");
        seen.HttpStatus.Should().Be(502);
        seen.Exception.Should().BeSameAs(exception);
    }

    [Fact]
    public void Later_changes_of_the_options_change_nothing()
    {
        var rule = new SignatureRule { Name = "own", Keywords = { "hit" } };
        var options = new SignatureOptions { Rules = [rule] };
        var signatures = new ErrorSignatures(options);
        rule.Keywords.Clear();
        options.Rules.Clear();

        signatures.Match("hit").Signature.Name.Should().Be("own");
        new SignatureOptions().Rules[0].Keywords.Clear();
        Name("ImportError").Should().Be("import_error", "one host's options are not another's");
    }

    [Fact]
    public void Nothing_makes_it_throw_on_any_text()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(char.MaxValue)));
            Name(text, text).Should().NotBeEmpty();
        }
    }

    private static string Name(string? message, string? type = null) => ErrorSignatures.Default.Match(message, type).Signature.Name;

    private static string Name(Exception exception) => ErrorSignatures.Default.Match(exception).Signature.Name;

    private sealed class StockDbException : DbException;

    private sealed class SilentException(Exception? inner = null) : Exception(null, inner)
    {
        public override string Message => throw new InvalidOperationException("no message for you");
    }
}
