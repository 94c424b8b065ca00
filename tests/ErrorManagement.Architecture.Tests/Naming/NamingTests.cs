using System.Reflection;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Architecture.Tests.Naming;

public sealed class NamingTests
{
    private static IEnumerable<Type> Public => ShippedAssembly.All.SelectMany(a => a.WrittenTypes()).Where(t => t.IsVisible);

    private static IEnumerable<MethodInfo> AsyncMethods => Public
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(m => (m.IsPublic || m.IsFamily) && !m.IsSpecialName && !m.Name.Contains('<', StringComparison.Ordinal) && IsTask(m.ReturnType) && m.GetBaseDefinition() == m);

    [Fact]
    public void A_public_method_that_returns_a_task_ends_in_Async() =>
        AsyncMethods.Where(m => !m.Name.EndsWith("Async", StringComparison.Ordinal)).Select(Name)
            .Should().BeEmpty("the name tells the caller to await");

    [Fact]
    public void A_public_asynchronous_method_takes_the_callers_token() =>
        AsyncMethods.Where(m => m.Name != nameof(IAsyncDisposable.DisposeAsync) && m.GetParameters().All(p => p.ParameterType != typeof(CancellationToken))).Select(Name)
            .Should().BeEmpty("whoever waits must be able to give up");

    [Fact]
    public void No_public_type_is_named_like_a_namespace()
    {
        var words = Public.SelectMany(t => t.Namespace!.Split('.')).ToHashSet(StringComparer.Ordinal);
        Public.Where(t => !t.IsNested && words.Contains(t.Name.Split('`')[0])).Select(t => t.FullName)
            .Should().BeEmpty("a type named like a namespace breaks its callers in the parent namespace (CS0118)");
    }

    [Fact]
    public void An_internal_class_is_sealed_static_or_a_base() =>
        ShippedAssembly.All.SelectMany(a => a.WrittenTypes())
            .Where(t => t is { IsClass: true, IsVisible: false, IsSealed: false, IsAbstract: false } && ShippedAssembly.All.All(a => a.Assembly.GetTypes().All(d => !IsDerivedFrom(d, t))))
            .Select(t => t.FullName).Should().BeEmpty("internal types are sealed until something derives from them");

    [Fact]
    public void Extensions_of_the_container_live_where_the_container_lives() =>
        Public.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.IsDefined(typeof(ExtensionAttribute)) && m.GetParameters()[0].ParameterType.FullName == "Microsoft.Extensions.DependencyInjection.IServiceCollection")
            .Where(m => m.DeclaringType!.Namespace != "Microsoft.Extensions.DependencyInjection").Select(Name)
            .Should().BeEmpty("a host that has the container's namespace finds them without a further using");

    private static bool IsTask(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition == typeof(Task) || definition == typeof(Task<>) || definition == typeof(ValueTask) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>);
    }

    private static bool IsDerivedFrom(Type type, Type candidate) =>
        type.BaseType is { } parent && (parent.IsGenericType ? parent.GetGenericTypeDefinition() : parent) == candidate;

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
