using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ErrorManagement.Classification;

namespace ErrorManagement.Core.Tests.Classification;

public class TypeTraitsTests
{
    [Fact]
    public void What_a_type_says_is_found_once() =>
        TypeTraits.Of(new TimeoutException()).Should().BeSameAs(TypeTraits.Of(new TimeoutException()));

    [Fact]
    public void Types_that_share_a_place_are_told_apart()
    {
        // Far more types than places, each asked twice in turn.
        var types = typeof(object).Assembly.GetTypes().Concat(typeof(System.Data.DataTable).Assembly.GetTypes())
            .Where(t => typeof(Exception).IsAssignableFrom(t) && !t.IsAbstract && !t.ContainsGenericParameters).ToList();
        var exceptions = types.Concat(Enumerable.Range(0, 300).Select(i => Define($"E{i}", AssemblyBuilderAccess.Run))).Select(t => (Exception)RuntimeHelpers.GetUninitializedObject(t)).ToList();
        var first = exceptions.Select(TypeTraits.Of).ToList();

        exceptions.Select(TypeTraits.Of).Should().Equal(first);
        first.Distinct().Should().HaveSameCount(exceptions);
    }

    [Fact]
    public void A_type_of_a_plug_in_that_is_unloaded_is_not_held()
    {
        var type = ClassifyOneOfPlugIn();
        for (var i = 0; i < 20 && type.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        type.IsAlive.Should().BeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ClassifyOneOfPlugIn()
    {
        var type = Define("PlugInTimeoutException", AssemblyBuilderAccess.RunAndCollect);
        ErrorClassifier.Default.Classify((Exception)Activator.CreateInstance(type)!).Category.Should().Be(ErrorCategory.Transient);
        return new WeakReference(type);
    }

    private static Type Define(string name, AssemblyBuilderAccess access) =>
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), access).DefineDynamicModule(name).DefineType(name, TypeAttributes.Public, typeof(Exception)).CreateType();
}
