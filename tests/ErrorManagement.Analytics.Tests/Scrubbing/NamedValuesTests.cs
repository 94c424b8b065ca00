using System.Text;
using ErrorManagement.Analytics.Scrubbing;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

/// <summary>Secrets of log messages: the name stands in the format, the value in the text, and the other way round.</summary>
public sealed class NamedValuesTests : IDisposable
{
    private const string Secret = "hunter2zz";

    private readonly ErrorRegistry _registry = new(new ErrorRegistryOptions { Scrubbing = { SecretNames = { "customer number" } } });
    private readonly ILoggerFactory _factory;
    private readonly ILogger _logger;

    public NamedValuesTests()
    {
        _factory = LoggerFactory.Create(b => b.AddProvider(new ErrorLoggerProvider(_registry)));
        _logger = _factory.CreateLogger("Shop.Checkout");
    }

    public static TheoryData<string, string> Messages => new()
    {
        { "sign-in of anna with {Password} failed", "sign-in of anna with *** failed" },
        { "{Token} and once more {Token}", "*** and once more ***" },
        { "sent [{Authorization,20}] to the gateway", "sent [           ***] to the gateway" },
        { "{Cookie} is not known", "*** is not known" },
        { "no order of {CustomerNumber}", "no order of ***" },
        { "glued/{ApiKey}/to a path", "glued/***/to a path" },
        { "opened with password={P}", "opened with password=***" },
        { "Authorization: Bearer {Value} of a header", "Authorization: Bearer *** of a header" },
        { "customer number: {Value}", "customer number: ***" },
    };

    public void Dispose()
    {
        _factory.Dispose();
        _registry.Dispose();
    }

    [Theory] // D3
    [MemberData(nameof(Messages))]
    public async Task A_secret_is_in_neither_the_message_nor_the_values(string format, string message)
    {
        _logger.LogError(format, Secret, Secret);

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Message.Should().Be(message);
        (await ShownAsync()).Should().NotContain(Secret);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Nor_in_what_is_kept_with_an_exception(string format, string message)
    {
        _logger.LogError(new TimeoutException("no answer"), format, Secret, Secret);

        _registry.GetErrors().Should().ContainSingle().Which.Context!.Data.Should().ContainKey("log_message", "it stands beside {0}", message);
        (await ShownAsync()).Should().NotContain(Secret);
    }

    [Fact]
    public async Task Nor_when_a_scope_names_it()
    {
        using (_logger.BeginScope(new Dictionary<string, object> { ["ApiKey"] = Secret }))
        using (_logger.BeginScope(("Token", Secret + "1")))
        using (_logger.BeginScope(new KeyValuePair<string, object>("Password", Secret + "2")))
        {
            _logger.LogError("{First}, {Second} and {Third} were refused", Secret, Secret + "1", Secret + "2");
        }

        (await ShownAsync()).Should().NotContain(Secret);
        _registry.GetErrors().Single().Context!.Data.Should().Contain("Token", "***").And.Contain("Password", "***");
    }

    [Fact]
    public async Task Nor_when_it_is_one_of_several_texts_or_a_number()
    {
        _logger.LogError("sent {Authorization} and {Otp}", new[] { Secret, Secret + "1" }, 482_913);
        _logger.LogError("card {Number} was refused", 4111111111111111L);

        (await ShownAsync()).Should().NotContain(Secret).And.NotContain("482913").And.NotContain("4111111111111111");
    }

    [Fact]
    public void A_short_secret_is_taken_out_as_a_word_only()
    {
        _logger.LogError("a card with {Cvv} was read at gate 4123", 123);
        _logger.LogError("{User} sent {Token}: a parser's word stays", "anna", "}");

        _registry.GetErrors().Select(e => e.Message).Should().BeEquivalentTo("a card with *** was read at gate 4123", "anna sent }: a parser's word stays");
    }

    [Fact]
    public void Values_that_are_no_secrets_stay()
    {
        _logger.LogError("order {OrderId} of {Customer}: token={Token}", 17, "anna", Secret);

        var record = _registry.GetErrors().Single();
        record.Message.Should().Be("order 17 of anna: token=***");
        record.Context!.Data.Should().Equal(new Dictionary<string, object?> { ["OrderId"] = 17, ["Customer"] = "anna", ["Token"] = "***" });
    }

    [Fact]
    public void Switched_off_everything_stays()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Scrubbing = new ScrubbingOptions { Enabled = false } });
        using var factory = LoggerFactory.Create(b => b.AddProvider(new ErrorLoggerProvider(registry)));
        factory.CreateLogger("Shop").LogError("sign-in with {Password} failed", Secret);

        registry.GetErrors().Single().Message.Should().Contain(Secret);
    }

    [Fact]
    public void Values_that_fail_do_no_harm()
    {
        var data = new Dictionary<string, object?> { ["Password"] = new Failing(), ["x"] = new Failing() };
        _registry.Record(new ErrorOccurrence("jobs", "Login", "password=hunter2zz") { Context = new OperationContext { Data = data } });

        _registry.GetErrors().Single().Message.Should().Be("password=***");
        _registry.GetLedger().Dropped.Should().BeEmpty();
    }

    private async Task<string> ShownAsync()
    {
        using var export = new MemoryStream();
        await _registry.ExportAsync(export, ErrorExportFormat.Json);
        return Encoding.UTF8.GetString(export.ToArray());
    }

    private sealed class Failing
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
