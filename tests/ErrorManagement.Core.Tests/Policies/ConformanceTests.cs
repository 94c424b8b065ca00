using System.Reflection;

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>Holds that every numbered behaviour of a breaker is proven by a test, or is decided otherwise in a document that says why.</summary>
public sealed class ConformanceTests
{
    private const string Differences = "docs/decisions/0008-where-the-breaker-differs.md";

    /// <summary>Decided otherwise. Their tests, where there are any, show what the breaker does instead.</summary>
    private static readonly Dictionary<string, string> DecidedOtherwise = new()
    {
        ["7"] = Differences,
        ["10"] = Differences,
        ["16"] = Differences,
        ["21"] = Differences,
        ["46"] = Differences,
        ["50"] = Differences,
        ["52"] = Differences,
        ["53"] = Differences,
        ["56"] = Differences,
        ["66"] = Differences,
        ["78"] = "docs/decisions/0030-which-delay-holds.md",
        ["82"] = "docs/decisions/0033-what-a-retry-tells.md",
        ["83"] = "docs/decisions/0033-what-a-retry-tells.md",
        ["85"] = "docs/decisions/0030-which-delay-holds.md",
        ["89"] = "docs/decisions/0031-results-are-judged-like-exceptions.md",
        ["92"] = "docs/decisions/0032-a-budget-of-successes.md",
        ["93"] = "docs/decisions/0032-a-budget-of-successes.md",
        ["X11"] = Differences,
        ["X28"] = Differences,
    };

    /// <summary>Behaviours of HTTP, proven in their own room.</summary>
    private static readonly Dictionary<string, (string Test, string Name)> ProvenElsewhere = new()
    {
        ["X29"] = ("Http.ResilienceHandlerTests", "A_post_is_not_sent_twice_even_when_a_time_out_inside_the_retry_hides_what_happened"),
    };

    [Fact]
    public void Every_behaviour_is_claimed_by_a_test_or_decided_otherwise()
    {
        string[] all = [.. Numbers(1, 102), .. Numbers(1, 29).Select(n => "X" + n)];

        all.Except(Claimed()).Except(DecidedOtherwise.Keys).Except(ProvenElsewhere.Keys).Should().BeEmpty();
    }

    [Fact]
    public void Every_decision_stands_in_its_document()
    {
        foreach (var (number, document) in DecidedOtherwise)
        {
            File.ReadAllText(Path.Combine(Root(), document)).Should().Contain(number.StartsWith('X') ? number : $"[{number}]", $"{document} says why");
        }
    }

    [Fact]
    public void What_is_proven_elsewhere_is_a_test_there()
    {
        foreach (var (type, name) in ProvenElsewhere.Values)
        {
            typeof(ConformanceTests).Assembly.GetType($"ErrorManagement.Core.Tests.{type}", throwOnError: true)!
                .GetMethods().Should().Contain(m => m.Name.StartsWith(name, StringComparison.Ordinal) && m.IsDefined(typeof(FactAttribute)));
        }
    }

    [Fact]
    public void Only_tests_claim_behaviours() =>
        Claims().Where(m => !m.IsDefined(typeof(FactAttribute), inherit: true)).Should().BeEmpty();

    private static IEnumerable<string> Numbers(int first, int last) => Enumerable.Range(first, last - first + 1).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static IEnumerable<MethodInfo> Claims() => typeof(ConformanceTests).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(m => m.IsDefined(typeof(BehaviourAttribute)));

    private static IEnumerable<string> Claimed() => Claims().SelectMany(m => m.GetCustomAttribute<BehaviourAttribute>()!.Numbers);

    /// <summary>The working tree: a clean build maps the paths of its sources, so they lead nowhere.</summary>
    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ErrorManagement.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No ErrorManagement.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
