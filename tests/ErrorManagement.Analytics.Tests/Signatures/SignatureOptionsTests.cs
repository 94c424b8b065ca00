using ErrorManagement.Analytics.Signatures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Tests.Signatures;

public sealed class SignatureOptionsTests
{
    [Fact] // U36: users can add and reorder
    public void Rules_are_added_inserted_moved_replaced_and_removed_by_name()
    {
        var options = new SignatureOptions { Rules = [Rule("a"), Rule("b"), Rule("c")] };

        Names(options.Add(Rule("d"))).Should().Be("a b c d");
        Names(options.InsertBefore("a", Rule("e"))).Should().Be("e a b c d");
        Names(options.InsertAfter("d", Rule("f"))).Should().Be("e a b c d f");
        Names(options.MoveBefore("f", "a")).Should().Be("e f a b c d");
        Names(options.MoveBefore("e", "d")).Should().Be("f a b c e d");
        Names(options.MoveBefore("c", "c")).Should().Be("f a b c e d");
        Names(options.Replace("b", Rule("x"))).Should().Be("f a x c e d");
        options.Remove("c").Should().BeTrue();
        options.Remove("c").Should().BeFalse();
        Names(options).Should().Be("f a x e d");
        FluentActions.Invoking(() => options.InsertBefore("nobody", Rule("y"))).Should().Throw<ArgumentException>().WithMessage("There is no rule 'nobody'. There are f, a, x, e, d.*");
        FluentActions.Invoking(() => options.Add(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_later_rule_of_the_same_name_takes_the_place_of_the_earlier_one()
    {
        var options = new SignatureOptions
        {
            Rules =
            [
                Rule("a"), Rule("b"), Rule("c"),
                new SignatureRule { Name = "b", Keywords = { "other" } },
                new SignatureRule { Name = "c", Enabled = false },
                new SignatureRule { Name = "first", Keywords = { "x" }, Before = "a" },
            ],
        };
        var signatures = new ErrorSignatures(options);

        signatures.Signatures.Select(s => s.Name).Should().Equal("first", "a", "b");
        signatures.Match("other").Signature.Name.Should().Be("b");
        signatures.Match("b").Signature.IsUnknown.Should().BeTrue();
    }

    [Fact]
    public void A_rule_of_the_host_can_come_before_the_built_in_ones()
    {
        var signatures = new ErrorSignatures(new SignatureOptions().InsertBefore("import_error", new SignatureRule
        {
            Name = "payment_declined",
            Category = "Payment Issue",
            Severity = ErrorSeverity.Critical,
            Recommendation = "Call the bank.",
            Keywords = { "card declined" },
        }));

        var signature = signatures.Match("timeout: Card Declined").Signature;

        signature.Title.Should().Be("Payment Declined");
        signature.SeverityName.Should().Be("critical");
        signatures.Match("timeout").Signature.Name.Should().Be("timeout_error");
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_bounds()
    {
        var options = new SignatureOptions
        {
            Rules =
            [
                new SignatureRule { Name = " ", Keywords = { "x" } },
                new SignatureRule { Name = "unknown", Keywords = { "x" } },
                new SignatureRule { Name = "empty" },
                new SignatureRule { Name = "texts", Keywords = { "", new string('x', 201) }, StatusCodes = { 99, 600 }, Severity = (ErrorSeverity)9, Category = "", Recommendation = null!, Title = " " },
                new SignatureRule { Name = "before", Keywords = { "x" }, Before = "nobody" },
                new SignatureRule { Name = "self", Keywords = { "x" }, Before = "self" },
                new SignatureRule { Name = "null", Keywords = null!, StatusCodes = null! },
                null!,
            ],
        };

        FluentActions.Invoking(() => new ErrorSignatures(options)).Should().Throw<ArgumentException>().Which.Message.Should().ContainAll(
            "Rules[0] ' ': Name must not be blank",
            "Rules[1] 'unknown': Name must not be 'unknown'",
            "Rules[2] 'empty': at least one of Keywords, StatusCodes and Matches must be set",
            "Keywords[0] must not be blank",
            "Keywords[1] must not be blank and at most 200 characters, inclusive; it has 201",
            "StatusCodes[0] must be at least 100 and at most 599, inclusive; it is 99",
            "StatusCodes[1] must be at least 100 and at most 599, inclusive; it is 600",
            "Severity must be one of Debug, Info, Warning, Error, Critical; it is 9",
            "Category must not be blank",
            "Recommendation must not be blank and at most 1000 characters, inclusive; it is null",
            "Title must not be blank",
            "Rules[4] 'before': Before must be null or the name of another rule; it is 'nobody'",
            "Rules[5] 'self': Before",
            "Rules[6] 'null': Keywords must not be null",
            "Rules[6] 'null': StatusCodes must not be null",
            "Rules[7] must not be null");
        SignatureOptionsValidator.Mistakes(new SignatureOptions { Rules = null! }).Should().ContainSingle();
        SignatureOptionsValidator.Mistakes(new SignatureOptions { Rules = [.. Enumerable.Repeat(Rule("a"), 1_001)] }).Should().ContainSingle().Which.Should().Contain("at most 1000 rules");
    }

    [Fact]
    public void A_configuration_adds_changes_and_takes_out_rules()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Signatures:Rules:0:Name"] = "payment_declined",
            ["Signatures:Rules:0:Keywords:0"] = "declined",
            ["Signatures:Rules:0:Before"] = "import_error",
            ["Signatures:Rules:0:Severity"] = "Critical",
            ["Signatures:Rules:1:Name"] = "git_error",
            ["Signatures:Rules:1:Enabled"] = "false",
            ["Signatures:Rules:2:Name"] = "teapot",
            ["Signatures:Rules:2:StatusCodes:0"] = "418",
        }).Build();
        var services = new ServiceCollection();
        services.AddErrorManagement();
        services.Configure<ErrorManagementOptions>(configuration);
        using var provider = services.BuildServiceProvider();

        var signatures = provider.GetRequiredService<ErrorSignatures>();

        signatures.Signatures[0].Name.Should().Be("payment_declined");
        signatures.Signatures.Should().HaveCount(12).And.NotContain(s => s.Name == "git_error");
        signatures.Match("ImportError: declined").Signature.SeverityName.Should().Be("critical");
        signatures.Match("x", httpStatus: 418).Signature.Name.Should().Be("teapot");
        signatures.Should().BeSameAs(provider.GetRequiredService<ErrorSignatures>());
    }

    [Fact]
    public void A_container_tells_wrong_rules_at_the_start_and_functions_that_throw_in_the_log()
    {
        var services = new ServiceCollection();
        using var log = new Registry.HeardLog();
        services.AddSingleton<ILoggerFactory>(log);
        services.AddErrorManagement(o => o.Signatures.Add(new SignatureRule { Name = "bad", Matches = _ => throw new FormatException("password=hunter2") }));
        using (var provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<ErrorSignatures>().Match("x").Signature.IsUnknown.Should().BeTrue();

            var told = log.Next();
            told.Category.Should().Be("ErrorManagement");
            told.Event.Id.Should().Be(120);
            told.Level.Should().Be(LogLevel.Warning);
            told.Message.Should().Contain("'bad'").And.Contain("System.FormatException").And.NotContain("hunter2");
        }

        services.Configure<ErrorManagementOptions>(o =>
        {
            o.Signatures.Rules[0].Name = "";
            o.Stream.BufferCapacity = 0;
        });
        using var wrong = services.BuildServiceProvider();
        FluentActions.Invoking(() => wrong.GetRequiredService<IOptions<ErrorManagementOptions>>().Value).Should().Throw<OptionsValidationException>()
            .Which.Message.Should().ContainAll("Signatures: Rules[0]", "Stream: BufferCapacity must be at least 1 and at most 65536, inclusive; it is 0");
    }

    private static SignatureRule Rule(string name) => new() { Name = name, Keywords = { name } };

    private static string Names(SignatureOptions options) => string.Join(' ', options.Rules.Select(rule => rule.Name));
}
