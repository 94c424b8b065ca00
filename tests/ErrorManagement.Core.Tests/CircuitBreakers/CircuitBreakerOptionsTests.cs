using System.Reflection;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerOptionsTests
{
    public static TheoryData<string> Properties { get; } = [.. All().Select(p => p.Name)];

    [Fact]
    [Behaviour("U11")]
    public void The_enhanced_preset_has_the_figures_of_its_source()
    {
        CircuitBreakerOptions.Enhanced.Should().Match<CircuitBreakerOptions>(o =>
            o.Counting == CircuitCounting.Windowed && o.FailureThreshold == 5 && o.SuccessThreshold == 3 && o.HalfOpenMaxCalls == 3
            && o.BreakDuration == TimeSpan.FromSeconds(30) && o.FailureRateThreshold == 0.5 && o.MinimumThroughput == 10
            && o.SamplingDuration == TimeSpan.FromSeconds(60) && o.HalfOpenTimeout == TimeSpan.FromSeconds(10)
            && o.BackoffMultiplier == 2.0 && o.MaxBreakDuration == TimeSpan.FromSeconds(300) && o.Metrics == CircuitMetricsLevel.Durations);
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_copy_keeps_every_property(string name)
    {
        var property = Property(name);
        var options = new CircuitBreakerOptions();
        Change(options, property);

        var copy = CircuitBreakerOptions.Freeze(options);

        copy.Should().NotBeSameAs(options);
        property.GetValue(copy).Should().BeEquivalentTo(property.GetValue(options), "{0} is copied", name);
        copy.IsSameAs(options).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_change_of_any_property_is_noticed(string name)
    {
        var options = new CircuitBreakerOptions();
        Change(options, Property(name));

        options.IsSameAs(new CircuitBreakerOptions()).Should().BeFalse();
        new CircuitBreakerOptions().IsSameAs(options).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_copy_is_not_changed_with_its_original(string name)
    {
        var property = Property(name);
        var options = new CircuitBreakerOptions { FailureThreshold = 77 };
        var copy = CircuitBreakerOptions.Freeze(options);
        var before = property.GetValue(copy) is IEnumerable<object> items ? items.ToArray() : property.GetValue(copy);

        Change(options, property);

        property.GetValue(copy).Should().BeEquivalentTo(before);
        CircuitBreakerOptions.Freeze(options).Should().NotBeSameAs(copy, "a set that was changed since is copied anew");
    }

    [Fact]
    public void Breakers_made_with_the_same_settings_share_one_copy()
    {
        var options = new CircuitBreakerOptions { FailureThreshold = 7 };

        CircuitBreakerOptions.Freeze(options).Should().BeSameAs(CircuitBreakerOptions.Freeze(options));
        CircuitBreakerOptions.Freeze(null).Should().BeSameAs(CircuitBreakerOptions.Freeze(new CircuitBreakerOptions()));
    }

    [Fact]
    [Behaviour("S0.49", "U11")]
    public void The_defaults_are_those_of_the_source()
    {
        new CircuitBreakerOptions().Should().Match<CircuitBreakerOptions>(o =>
            o.FailureThreshold == 5 && o.SuccessThreshold == 2 && o.BreakDuration == TimeSpan.FromSeconds(60) && o.HalfOpenMaxCalls == 3 && o.Counting == CircuitCounting.Consecutive);
    }

    private static PropertyInfo[] All() =>
        [.. typeof(CircuitBreakerOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(p => p.CanWrite || p.PropertyType == typeof(IList<Type>))];

    private static PropertyInfo Property(string name) => All().Single(p => p.Name == name);

    private static void Change(CircuitBreakerOptions options, PropertyInfo property)
    {
        if (property.Name == nameof(CircuitBreakerOptions.ResultJudges))
        {
            options.JudgeResult<int>(_ => CircuitVerdict.Failure);
        }
        else if (property.GetValue(options) is IList<Type> types)
        {
            types.Add(typeof(IOException));
        }
        else
        {
            property.SetValue(options, Other(property, options));
        }
    }

    private static object Other(PropertyInfo property, CircuitBreakerOptions options)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var value = property.GetValue(options);
        return type switch
        {
            _ when type == typeof(int) => 1 + (int)(value ?? 0),
            _ when type == typeof(double) => 0.5 + (double)(value ?? 0.0),
            _ when type == typeof(bool) => !(bool)value!,
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(1) + (TimeSpan)(value ?? TimeSpan.Zero),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().First(v => !v.Equals(value)),
            _ when type == typeof(IBreakerPacing) => BreakerPacing.Adaptive(),
            _ when type == typeof(Func<double>) => new Func<double>(static () => 0.5),
            _ when type == typeof(Func<Exception, ErrorClassification, CircuitVerdict?>) => new Func<Exception, ErrorClassification, CircuitVerdict?>(static (_, _) => null),
            _ when type == typeof(Action<CircuitTransitioned>) => new Action<CircuitTransitioned>(static _ => { }),
            _ when type == typeof(Action<CircuitThresholdExceeded>) => new Action<CircuitThresholdExceeded>(static _ => { }),
            _ => throw new NotSupportedException($"Say here what another value of {property.Name} is ({type})."),
        };
    }
}
