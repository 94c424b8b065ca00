using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Tests.Registry;
using ErrorManagement.Families.Framework;
using ErrorManagement.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Tests.Grouping;

public class GroupingOptionsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact] // S0.80, S0.81
    public void By_the_exact_message_the_same_component_type_and_message_are_one_record_and_nothing_else_matters()
    {
        using var registry = Make(GroupingMode.ExactMessage);
        var first = registry.Record(ErrorRegistryTests.Thrown(new InvalidOperationException("order 17 failed")), "a").Id;

        registry.Record(new InvalidOperationException("order 17 failed", new TimeoutException()) { HResult = 7 }, "a").Id.Should().Be(first, "stack, causes and codes do not count");
        registry.Record(new ErrorOccurrence("a", "System.InvalidOperationException", "order 17 failed") { Code = ErrorCode.Parse("SHOP-ORDER-001"), StackTrace = "at A.B()" });
        registry.Record(new InvalidOperationException("order 18 failed"), "a").IsNew.Should().BeTrue();
        registry.Record(new InvalidOperationException("Order 17 failed"), "a").IsNew.Should().BeTrue();
        registry.Record(new TimeoutException("order 17 failed"), "a").IsNew.Should().BeTrue();
        registry.Record(new InvalidOperationException("order 17 failed"), "b").IsNew.Should().BeTrue();

        var errors = registry.GetErrors();
        errors.Should().HaveCount(5);
        registry.Find(first)!.Count.Should().Be(3);
        registry.GetStatistics().TotalCount.Should().Be(7);
    }

    [Theory] // S0.81
    [InlineData(255)]
    [InlineData(5_000)]
    [InlineData(65_500)]
    public void By_the_exact_message_a_difference_far_behind_counts(int length)
    {
        using var registry = Make(GroupingMode.ExactMessage);
        var text = string.Concat(Enumerable.Repeat("the disk is full, ", (length / 18) + 1))[..length];
        registry.Record(new InvalidOperationException(text + " a"), "a");
        registry.Record(new InvalidOperationException(text + " b"), "a");
        registry.Record(new InvalidOperationException(text + " a"), "a");

        registry.GetErrors().Select(r => r.Count).Should().BeEquivalentTo([2L, 1L]);
    }

    [Fact]
    public void By_the_exact_message_secrets_tell_nothing_apart()
    {
        using var registry = Make(GroupingMode.ExactMessage);
        registry.Record(new InvalidOperationException("login with password=hunter2 failed"), "a");
        registry.Record(new InvalidOperationException("login with password=correcthorse failed"), "a");

        registry.GetErrors().Should().ContainSingle().Which.Message.Should().NotContain("correcthorse");
    }

    [Fact]
    public void By_type_and_component_nothing_else_matters()
    {
        using var registry = Make(GroupingMode.TypeAndComponent);
        registry.Record(ErrorRegistryTests.Thrown(new InvalidOperationException("a")), "a");
        registry.Record(new InvalidOperationException("b", new TimeoutException()), "a").Count.Should().Be(2);
        registry.Record(new TimeoutException("b"), "a");
        registry.Record(new InvalidOperationException("b"), "b");

        registry.GetErrors().Select(r => r.Count).Should().BeEquivalentTo([2L, 1L, 1L]);
    }

    [Fact]
    public void A_rule_puts_errors_together_across_types_and_leaves_the_rest_to_the_mode()
    {
        using var registry = Make(GroupingMode.Bug, static request => request.Component == "db" && request.Message.Contains("deadlock", StringComparison.Ordinal) ? "deadlock" : null);
        registry.Record(ErrorRegistryTests.Thrown(new InvalidOperationException("deadlock on table a")), "db");
        registry.Record(new ErrorOccurrence("db", "Npgsql", "a deadlock, again")).Count.Should().Be(2);
        registry.Record(new TimeoutException("no answer"), "db");
        registry.Record(new InvalidOperationException("deadlock on table a"), "web").IsNew.Should().BeTrue("a rule's fingerprint is one of the component");

        registry.GetErrors().Should().HaveCount(3);
    }

    [Fact]
    public void A_rule_sees_what_is_known_without_secrets()
    {
        var asked = new List<GroupingRequest>();
        using var registry = Make(GroupingMode.Bug, request =>
        {
            asked.Add(request);
            return " ";
        });
        var exception = new DependencyException("login with password=hunter2 failed");
        registry.Record(new AggregateException(exception), "db", context: new OperationContext { RequestId = "r1" });
        registry.Record(new ErrorOccurrence("db", "Type", "text") { Code = ErrorCode.Parse("SHOP-ORDER-001") });

        asked.Should().HaveCount(2);
        asked[0].Exception.Should().BeSameAs(exception);
        asked[0].Message.Should().NotContain("hunter2");
        asked[0].ErrorType.Should().EndWith(nameof(DependencyException));
        asked[0].Component.Should().Be("db");
        asked[0].Context!.RequestId.Should().Be("r1");
        asked[0].Code.Should().Be(ErrorCode.Of<DependencyException>());
        (asked[1].Exception, asked[1].ErrorType, asked[1].Message, asked[1].Code.ToString()).Should().Be((null, "Type", "text", "SHOP-ORDER-001"));
    }

    [Fact]
    public void A_rule_that_throws_is_counted_and_the_error_is_recorded_by_the_mode()
    {
        var log = new HeardLog();
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Grouping = new() { Rule = static _ => throw new FormatException("secret text") } }, _time, null, log, null);

        registry.Record(new TimeoutException("order 1 failed"), "a");
        registry.Record(new TimeoutException("order 2 failed"), "a").Count.Should().Be(2);

        var told = log.Next();
        told.Event.Id.Should().Be(110);
        told.Message.Should().Contain(nameof(FormatException)).And.NotContain("secret text");
    }

    [Fact]
    public void What_a_rule_records_in_turn_is_refused_and_counted()
    {
        ErrorRegistry? registry = null;
        registry = Make(GroupingMode.Bug, request =>
        {
            registry!.Record(new InvalidOperationException("from the rule"), "rule");
            return "x";
        });
        registry.Record(new TimeoutException("a"), "a");
        registry.Record(new TimeoutException("b"), "a").Count.Should().Be(2);

        registry.GetErrors().Should().ContainSingle();
        registry.GetLedger().Dropped[DropReason.Reentrant].Should().Be(2);
        registry.Dispose();
    }

    [Fact]
    public void Whoever_asks_for_an_error_gets_the_one_that_the_rule_names()
    {
        using var registry = Make(GroupingMode.Bug, static _ => "all");
        var id = registry.Record(new TimeoutException("a"), "a").Id;

        registry.Identify(new InvalidOperationException("b"), "a").Should().Be(id);
        registry.Identify(new InvalidOperationException("b"), "b").IsNone.Should().BeTrue();
    }

    [Fact]
    public void A_mode_that_does_not_exist_is_refused_with_its_name()
    {
        var make = () => new ErrorRegistry(new ErrorRegistryOptions { Grouping = new() { By = (GroupingMode)7 } });
        make.Should().Throw<ArgumentException>().WithMessage("*Grouping: GroupingOptions.By must be one of Bug, ExactMessage, TypeAndComponent; it is 7.*");

        var without = () => new ErrorRegistry(new ErrorRegistryOptions { Grouping = null! });
        without.Should().Throw<ArgumentException>().WithMessage("*Grouping must not be null*");
    }

    [Fact]
    public void Later_changes_have_no_effect()
    {
        var options = new ErrorRegistryOptions();
        using var registry = new ErrorRegistry(options, _time);
        options.Grouping.By = GroupingMode.TypeAndComponent;
        options.Grouping.Rule = static _ => "x";

        registry.Record(new TimeoutException("a"), "a");
        registry.Record(new TimeoutException("b"), "a").IsNew.Should().BeTrue();
    }

    [Fact]
    public void The_mode_can_come_from_a_configuration_and_the_rule_from_code()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Registry:Grouping:By"] = "exactmessage" }).Build();
        using var provider = new ServiceCollection()
            .AddErrorManagement(options =>
            {
                configuration.Bind(options);
                options.Registry.Grouping.Rule = static request => request.Component == "x" ? "all" : null;
            })
            .Services.BuildServiceProvider();
        var registry = provider.GetRequiredService<IErrorRegistry>();

        registry.Record(new TimeoutException("order 1"), "a");
        registry.Record(new TimeoutException("order 2"), "a").IsNew.Should().BeTrue();
        registry.Record(new TimeoutException("order 1"), "x");
        registry.Record(new TimeoutException("order 2"), "x").Count.Should().Be(2);
    }

    [Fact]
    public void All_mistakes_are_told_when_the_host_starts()
    {
        using var provider = new ServiceCollection().AddErrorManagement(static options => options.Registry.Grouping.By = (GroupingMode)9).Services.BuildServiceProvider();
        var start = () => provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;

        start.Should().Throw<OptionsValidationException>().WithMessage("*Registry: Grouping: GroupingOptions.By*it is 9.*");
    }

    private ErrorRegistry Make(GroupingMode by, Func<GroupingRequest, string?>? rule = null) => new(new ErrorRegistryOptions { Grouping = new() { By = by, Rule = rule } }, _time);
}
