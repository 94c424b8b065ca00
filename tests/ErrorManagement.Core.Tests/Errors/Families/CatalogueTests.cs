using System.Reflection;
using ErrorManagement.Classification;
using ErrorManagement.Families.Framework;
using ErrorManagement.Families.Observability;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Families.Tools;

namespace ErrorManagement.Core.Tests.Errors.Families;

public class CatalogueTests
{
    // What S0.12, S0.31 and S0.32 keep out of messages.
    private static readonly string[] NotInMessages = ["value", "metricType", "traceId"];

    private static IEnumerable<Type> Shipped => typeof(CodedException).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(CodedException)) && !type.IsAssignableTo(typeof(ResilienceException)));

    [Fact] // S0.1, S0.2, S0.13 to S0.47
    public void There_are_exactly_35_types_in_four_families()
    {
        Catalogue.All.Should().HaveCount(35);
        Shipped.Should().BeEquivalentTo(Catalogue.All.Select(entry => entry.Type));
        Shipped.GroupBy(type => ErrorCode.Of(type).Family!).ToDictionary(family => family.Key, family => family.Count())
            .Should().BeEquivalentTo(new Dictionary<string, int> { ["CORE"] = 9, ["RUNS"] = 8, ["OBS"] = 9, ["TOOL"] = 9 });
    }

    [Fact] // S0.4, D1
    public void No_two_types_have_one_code() => ErrorCodes.FindDuplicates(Shipped).Should().BeEmpty();

    [Fact] // S0.3, S0.5, S0.9, S0.10, S0.13 to S0.47, U1
    public void Each_type_has_its_code_and_its_parent()
    {
        foreach (var (code, type, parent, _, _) in Catalogue.All)
        {
            ErrorCode.Of(type).ToString().Should().Be(code);
            Catalogue.Make(type).Code.ToString().Should().Be(code, $"an instance of {type} has its type's code");
            type.Should().BeDerivedFrom(parent).And.Match(t => t.BaseType == parent, $"{type} derives from {parent} and from nothing between");
        }
    }

    [Fact] // U9a
    public void Each_type_declares_its_category_and_severity_and_the_classifier_agrees()
    {
        foreach (var (_, type, _, category, severity) in Catalogue.All)
        {
            var error = Catalogue.Make(type);

            error.Category.Should().Be(category, $"of {type}");
            error.Severity.Should().Be(severity, $"of {type}");
            ErrorClassifier.Default.Classify(error).Should().BeEquivalentTo(new { Category = category ?? ErrorCategory.Unknown, Severity = severity }, $"of {type}");
        }
    }

    [Fact] // U9a
    public void A_type_that_declares_no_category_is_judged_by_its_cause_and_one_that_does_is_not()
    {
        foreach (var (_, type, _, category, severity) in Catalogue.All)
        {
            var verdict = ErrorClassifier.Default.Classify(Catalogue.Make(type, new UnauthorizedAccessException()));

            verdict.Category.Should().Be(category ?? ErrorCategory.Authentication, $"of {type}");
            verdict.Severity.Should().Be(severity, $"of {type}");
        }
    }

    [Fact] // U9a
    public void Words_of_a_message_say_nothing_of_the_librarys_own_types()
    {
        Classify(new MetricsException("bad label", "connection timeout")).Should().Be(ErrorCategory.Unknown);
        Classify(new ToolExecutionException("parser", "invalid format", new TimeoutException())).Should().Be(ErrorCategory.Transient);
        Classify(new SubclassedToolException("request timed out")).Should().Be(ErrorCategory.Unknown, "it has its base's code, so it is one of them");
        Classify(new ShopToolException("request timed out")).Should().Be(ErrorCategory.Transient, "it has a code of its own");
    }

    [Theory] // S0.6, S0.7
    [MemberData(nameof(Catalogue.Types), MemberType = typeof(Catalogue))]
    public void A_cause_is_kept_as_it_is_and_the_text_holds_the_message(Type type)
    {
        var cause = new InvalidOperationException("the reason behind");
        var error = Catalogue.Make(type, cause);

        error.InnerException.Should().BeSameAs(cause);
        error.ToString().Should().Contain(error.Message);
        Catalogue.Make(type).InnerException.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Catalogue.Types), MemberType = typeof(Catalogue))]
    public void A_required_part_that_is_null_is_refused_by_name(Type type)
    {
        foreach (var required in Catalogue.ConstructorOf(type).GetParameters().Where(parameter => !parameter.HasDefaultValue && parameter.ParameterType == typeof(string)))
        {
            FluentActions.Invoking(() => Catalogue.Make(type, parameter => parameter == required ? null : Type.Missing))
                .Should().Throw<ArgumentNullException>().WithParameterName(required.Name);
        }
    }

    [Theory] // S0.11
    [MemberData(nameof(Catalogue.Types), MemberType = typeof(Catalogue))]
    public void An_empty_part_counts_as_absent(Type type)
    {
        var plain = Catalogue.Make(type);
        var empty = Catalogue.Make(type, parameter => IsOptionalText(parameter) ? "" : Type.Missing);

        empty.Message.Should().Be(plain.Message);
        empty.Context.Should().BeEquivalentTo(plain.Context);
        foreach (var part in Catalogue.ConstructorOf(type).GetParameters().Where(IsOptionalText))
        {
            PropertyOf(empty, part).Should().BeNull($"{part.Name} was not given");
        }
    }

    [Theory] // S0.8, S0.12, S0.31, S0.32, U1, B1, B2
    [MemberData(nameof(Catalogue.Types), MemberType = typeof(Catalogue))]
    public void Every_part_that_is_given_stands_in_the_message_once(Type type)
    {
        var parts = Catalogue.ConstructorOf(type).GetParameters().Where(parameter => parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(object)).ToArray();
        foreach (var alone in parts.Where(parameter => parameter.HasDefaultValue))
        {
            CountsIn(Catalogue.Make(type, parameter => parameter == alone ? "<" + parameter.Name + ">" : Type.Missing).Message, alone)
                .Should().Be(NotInMessages.Contains(alone.Name) ? 0 : 1, $"{alone.Name} is given alone");
        }

        var full = Catalogue.Make(type, parameter => parts.Contains(parameter) ? "<" + parameter.Name + ">" : Type.Missing);
        foreach (var part in parts)
        {
            CountsIn(full.Message, part).Should().Be(NotInMessages.Contains(part.Name) ? 0 : 1, $"{part.Name} is given with all others in '{full.Message}'");
        }

        static int CountsIn(string message, ParameterInfo part) =>
            message.Split($"<{part.Name}>").Length - 1;
    }

    [Theory] // U1
    [MemberData(nameof(Catalogue.Types), MemberType = typeof(Catalogue))]
    public void Every_part_is_a_property_and_stands_in_the_context_but_for_a_refused_value(Type type)
    {
        var parts = Catalogue.ConstructorOf(type).GetParameters()
            .Where(parameter => parameter.Name != "message" && (parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(object))).ToArray();
        var full = Catalogue.Make(type, parameter => parts.Contains(parameter) ? "<" + parameter.Name + ">" : Type.Missing);
        foreach (var part in parts)
        {
            PropertyOf(full, part).Should().Be($"<{part.Name}>");
            full.Context.Values.Contains($"<{part.Name}>").Should().Be(part.Name != "value", "a refused value may be a secret, and a context is written down (S0.12)");
        }
    }

    [Fact]
    public void A_type_of_ones_own_below_one_of_these_keeps_its_message_and_may_have_its_own_code()
    {
        var error = new ShopToolException("no such article");

        error.Code.ToString().Should().Be("SHOP-TOOL-001");
        error.Message.Should().Be("no such article");
        error.Should().BeAssignableTo<ToolException>();
        new SubclassedToolException("x").Code.Should().Be(ErrorCode.Of<ToolException>());
    }

    [Fact] // D1: what a host writes in its test
    public void A_code_of_the_library_that_a_host_takes_again_is_found()
    {
        var duplicate = ErrorCodes.FindDuplicates([.. Shipped, typeof(ShopToolException), typeof(Thief)]).Should().ContainSingle().Subject;

        duplicate.Code.ToString().Should().Be("EM-CORE-001");
        duplicate.Types.Should().BeEquivalentTo([typeof(ConfigurationException), typeof(Thief)]);
    }

    private static ErrorCategory Classify(Exception exception) => ErrorClassifier.Default.Classify(exception).Category;

    private static bool IsOptionalText(ParameterInfo parameter) => parameter.HasDefaultValue && parameter.ParameterType == typeof(string);

    private static object? PropertyOf(CodedException error, ParameterInfo part)
    {
        var name = char.ToUpperInvariant(part.Name![0]) + part.Name[1..];
        return error.GetType().GetProperty(name).Should().NotBeNull($"{error.GetType()} has a property {name}").And.Subject.GetValue(error);
    }

    [ErrorCode("SHOP-TOOL-001")]
    private sealed class ShopToolException(string message) : ToolException(message);

    private sealed class SubclassedToolException(string message) : ToolException(message);

    [ErrorCode("EM-CORE-001")]
    private sealed class Thief() : CodedException("taken");
}
