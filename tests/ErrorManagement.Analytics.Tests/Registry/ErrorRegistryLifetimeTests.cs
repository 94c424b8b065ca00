using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>What recording keeps alive: nothing of the host's.</summary>
public sealed class ErrorRegistryLifetimeTests
{
    private static readonly Dictionary<string, Action<ErrorRegistry, Exception>> Ways = new(StringComparer.Ordinal)
    {
        ["recorded"] = static (r, e) => r.Record(e, "x"),
        ["recorded with a context"] = static (r, e) => r.Record(e, "x", ErrorSeverity.Critical, new OperationContext { Operation = "o", UserId = "u" }),
        ["recorded at several places"] = static (r, e) =>
        {
            r.Record(e, "x");
            r.Record(e, "y");
            r.Report(new ErrorOccurrence { Exception = e });
        },
        ["as an occurrence"] = static (r, e) => r.Record(new ErrorOccurrence("x", "T", "m") { Exception = e, Source = ErrorSources.Logger }),
        ["reported"] = static (r, e) => r.Report(new ErrorOccurrence("x", "T", "m") { Exception = e, Resilience = new ResilienceNote { Attempt = 2, MaxAttempts = 3 }, Handled = true }),
        ["inside an aggregate"] = static (r, e) => r.Record(new AggregateException(e, new TimeoutException()), "x"),
        ["below another"] = static (r, e) => r.Record(new InvalidOperationException("above", e), "x"),
        ["identified"] = static (r, e) => r.Identify(e, "x"),
        ["found by its record"] = static (r, e) => r.Find(r.Record(e, "x").Id),
    };

    public static TheoryData<string, bool> Names
    {
        get
        {
            var names = new TheoryData<string, bool>();
            foreach (var name in Ways.Keys)
            {
                names.Add(name, true);
                names.Add(name, false);
            }

            return names;
        }
    }

    [Theory] // D5
    [MemberData(nameof(Names))]
    public async Task An_exception_is_kept_alive_neither_while_it_waits_nor_afterwards(string way, bool finished)
    {
        using var registry = new ErrorRegistry();
        if (!finished)
        {
            await registry.DisposeAsync(); // nobody works on the queue any more
        }

        var exceptions = RecordMany(registry, Ways[way]);
        if (finished)
        {
            await registry.FlushAsync();
        }

        Collect();

        exceptions.Count(static e => e.IsAlive).Should().Be(0);
        GC.KeepAlive(registry);
    }

    [Fact] // D5
    public void An_exception_that_found_the_queue_full_is_not_kept_alive()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 1 });
        registry.Dispose();
        registry.Record(new FormatException("takes the place"), "x");

        var exceptions = RecordMany(registry, static (r, e) => r.Record(e, "x"));
        Collect();

        exceptions.Count(static e => e.IsAlive).Should().Be(0);
        registry.GetStatistics().Ledger.Dropped.Should().ContainKey(DropReason.QueueFull);
    }

    [Fact]
    public void A_context_that_was_replaced_and_is_no_example_is_not_kept_alive()
    {
        using var registry = new ErrorRegistry();
        for (var i = 0; i < 20; i++)
        {
            registry.Record(new InvalidOperationException("x"), "x", context: new OperationContext { Operation = "first ones are kept" });
        }

        var context = RecordWithContext(registry);
        registry.Record(new InvalidOperationException("x"), "x", context: new OperationContext { Operation = "newest" });
        Collect();

        context.IsAlive.Should().BeFalse();
        registry.GetErrors().Should().ContainSingle().Which.Context!.Operation.Should().Be("newest");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_assembly_whose_exceptions_were_recorded_can_be_unloaded(bool known)
    {
        using var registry = new ErrorRegistry();

        var assembly = RecordFromACollectibleAssembly(registry, known ? 3 : 1);
        Collect();

        assembly.IsAlive.Should().BeFalse();
        registry.GetErrors().Should().ContainSingle().Which.ErrorType.Should().Be("Plugin.PluginException");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] RecordMany(ErrorRegistry registry, Action<ErrorRegistry, Exception> way)
    {
        // One alone would always be seen last: what is remembered of the last one is part of the question.
        var references = new List<WeakReference>();
        foreach (var message in new[] { "order 1 failed", "order 2 failed", "other" })
        {
            var exception = ErrorRegistryTests.Thrown(new InvalidOperationException(message, ErrorRegistryTests.Thrown(new TimeoutException())));
            way(registry, exception);
            references.Add(new WeakReference(exception));
            references.Add(new WeakReference(exception.InnerException));
        }

        return [.. references];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RecordWithContext(ErrorRegistry registry)
    {
        var context = new OperationContext { Operation = "in between" };
        registry.Record(new InvalidOperationException("x"), "x", context: context);
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Trimming", "IL3050", Justification = "Tests are not trimmed.")]
    private static WeakReference RecordFromACollectibleAssembly(ErrorRegistry registry, int times)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("plugin"), AssemblyBuilderAccess.RunAndCollect);
        var module = assembly.DefineDynamicModule("plugin");
        var exception = module.DefineType("Plugin.PluginException", TypeAttributes.Public, typeof(Exception));
        exception.DefineDefaultConstructor(MethodAttributes.Public);
        var type = exception.CreateType();
        var plugin = module.DefineType("Plugin.Work", TypeAttributes.Public);
        var fail = plugin.DefineMethod("Fail", MethodAttributes.Public | MethodAttributes.Static, typeof(void), Type.EmptyTypes);
        var code = fail.GetILGenerator();
        code.Emit(OpCodes.Newobj, type.GetConstructor(Type.EmptyTypes)!);
        code.Emit(OpCodes.Throw);
        var work = plugin.CreateType().GetMethod("Fail")!.CreateDelegate<Action>();
        for (var i = 0; i < times; i++)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                registry.Record(e, "plugin");
            }

            registry.GetErrors();
        }

        return new WeakReference(type);
    }

    private static void Collect()
    {
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
