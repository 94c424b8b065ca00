using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed partial class ErrorLoggerProviderTests : IDisposable
{
    private readonly ErrorRegistry _registry = new(new ErrorRegistryOptions { Release = "2.1.0", Host = "web-1" });
    private readonly ErrorLoggerProvider _provider;
    private readonly ILoggerFactory _factory;
    private readonly ILogger _logger;

    public ErrorLoggerProviderTests()
    {
        _provider = new ErrorLoggerProvider(_registry);
        _factory = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(_provider));
        _logger = _factory.CreateLogger("Shop.Checkout");
    }

    private ErrorRecord Record => _registry.GetErrors().Should().ContainSingle().Subject;

    private IReadOnlyDictionary<string, object?> Data => Record.Context!.Data!;

    public void Dispose()
    {
        _factory.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public void A_message_without_an_exception_is_an_error_of_its_format()
    {
        foreach (var order in (int[])[17, 18, 19])
        {
            _logger.LogError("Order {OrderId} of {Customer} was lost", order, "Anna");
        }

        Record.Count.Should().Be(3);
        Record.Template.Should().Be("Order {OrderId} of {Customer} was lost");
        Record.Message.Should().Be("Order 19 of Anna was lost");
        Record.Component.Should().Be("Shop.Checkout");
        Record.ErrorType.Should().Be("Checkout");
        Record.Severity.Should().Be(ErrorSeverity.Error);
        Record.Sources.Should().Be(ErrorSources.Logger);
        Record.Occurrences[0].Source.Should().Be(ErrorSources.Logger);
        Record.Occurrences[0].Context!.Data.Should().Equal(new Dictionary<string, object?> { ["OrderId"] = 17, ["Customer"] = "Anna" });
    }

    [Fact]
    public void An_event_gives_its_name_to_the_error_and_its_number_to_the_data()
    {
        _logger.LogError(new EventId(42, "OrderLost"), "lost");
        StockIsGone(_factory.CreateLogger("Shop.Stock"), 17);

        _registry.GetErrors().Select(e => (e.ErrorType, e.Template, e.Context!.Data!["event_id"])).Should().BeEquivalentTo(
            [("OrderLost", "lost", (object)42), ("StockIsGone", "No {Article} left", 7)]);
    }

    [Fact]
    public void A_message_with_an_exception_is_that_exception_and_the_message_a_detail()
    {
        _logger.LogError(new EventId(3, "Charge"), new TimeoutException("gateway"), "Order {OrderId} failed", 17);

        Record.ErrorType.Should().Be("System.TimeoutException");
        Record.Message.Should().Be("gateway");
        Record.Severity.Should().Be(ErrorSeverity.Error, "who logged it said how bad it is");
        Data.Should().Equal(new Dictionary<string, object?> { ["OrderId"] = 17, ["event_id"] = 3, ["event_name"] = "Charge", ["log_message"] = "Order {OrderId} failed" });
    }

    [Theory]
    [InlineData(LogLevel.Error, ErrorSeverity.Error)]
    [InlineData(LogLevel.Critical, ErrorSeverity.Critical)]
    public void The_level_says_how_bad_it_is(LogLevel level, ErrorSeverity severity)
    {
        _logger.Log(level, "it happened");

        Record.Severity.Should().Be(severity);
    }

    [Theory]
    [InlineData(LogLevel.Trace)]
    [InlineData(LogLevel.Debug)]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Warning)]
    [InlineData(LogLevel.None)]
    [InlineData((LogLevel)17)]
    public void Below_the_level_nothing_is_recorded(LogLevel level)
    {
        var logger = _provider.CreateLogger("Shop");
        logger.Log(level, "it happened");

        logger.IsEnabled(level).Should().BeFalse();
        _registry.GetErrors().Should().BeEmpty();
    }

    [Fact]
    public void Below_the_level_nothing_is_allocated()
    {
        var logger = new ErrorLoggerProvider(_registry).CreateLogger("Shop");
        Func<int, Exception?, string> never = (_, _) => throw new InvalidOperationException();
        logger.Log(LogLevel.Warning, 0, 1, null, never);

        // The least of several rounds: code that is not optimised yet boxes a little.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                logger.Log(LogLevel.Warning, 0, 1, null, never);
                logger.BeginScope(i)?.Dispose();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().BeLessThan(1_000, "that is less than a byte for each");
    }

    [Fact]
    public void A_lower_level_can_be_asked_for()
    {
        using var factory = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(new ErrorLoggerProvider(_registry, new LoggerSourceOptions { MinimumLevel = LogLevel.Debug })));
        var logger = factory.CreateLogger("a");

        logger.LogTrace("trace");
        logger.LogDebug("debug");
        logger.LogInformation("information");
        logger.LogWarning("warning");

        _registry.GetErrors().Select(e => (e.Message, e.Severity)).Should().BeEquivalentTo(
            [("debug", ErrorSeverity.Debug), ("information", ErrorSeverity.Info), ("warning", ErrorSeverity.Warning)]);
    }

    [Fact] // once is once
    public void One_exception_that_is_caught_recorded_and_logged_by_several_counts_once()
    {
        try
        {
            try
            {
                throw new InvalidOperationException("void");
            }
            catch (InvalidOperationException e)
            {
                _registry.Record(e, "orders");
                _logger.LogError(e, "order failed");
                throw;
            }
        }
        catch (InvalidOperationException e)
        {
            _factory.CreateLogger("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware").LogError(new EventId(1, "UnhandledException"), e, "An unhandled exception has occurred while executing the request.");
            _factory.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").LogError(new EventId(13, "ApplicationError"), e, "Connection id \"{ConnectionId}\": An unhandled exception was thrown by the application.", "0HN");
        }

        Record.Count.Should().Be(1);
        Record.Component.Should().Be("orders");
        Record.Sources.Should().Be(ErrorSources.Catch | ErrorSources.Logger);
    }

    [Fact] // D9
    public void The_callers_own_cancellation_is_no_error()
    {
        using var caller = new CancellationTokenSource();
        caller.Cancel();

        _logger.LogError(new OperationCanceledException(caller.Token), "cancelled");

        _registry.GetErrors().Should().BeEmpty();
        _registry.GetStatistics().CallerCancellations.Should().Be(1);
    }

    [Theory]
    [InlineData("ErrorManagement")]
    [InlineData("ErrorManagement.CircuitBreakers")]
    public void The_librarys_own_messages_are_left_out(string category)
    {
        _factory.CreateLogger(category).LogCritical("open");

        _provider.CreateLogger(category).IsEnabled(LogLevel.Critical).Should().BeFalse();
        _registry.GetErrors().Should().BeEmpty();
    }

    [Fact]
    public void The_filters_of_the_host_hold()
    {
        using var factory = LoggerFactory.Create(b => b.AddProvider(_provider).AddFilter<ErrorLoggerProvider>("Noisy", LogLevel.Critical));

        factory.CreateLogger("Noisy.Part").LogError("again");

        _registry.GetErrors().Should().BeEmpty();
    }

    [Fact]
    public void A_formatter_that_throws_costs_the_message_and_nothing_else()
    {
        _logger.Log<object>(LogLevel.Error, new EventId(0, "Broken"), new object(), null, (_, _) => throw new InvalidOperationException());
        _logger.Log<object>(LogLevel.Error, new EventId(0, "Null"), new object(), null, (_, _) => null!);
        _logger.LogError("Value {Value} is odd", new Hostile());

        _registry.GetErrors().Select(e => (e.ErrorType, e.Message)).Should().BeEquivalentTo(
            [("Broken", "(the message could not be made)"), ("Null", ""), ("Checkout", "Value {Value} is odd")]);
        _provider.LostErrors.Should().Be(0);
    }

    [Fact]
    public void A_state_that_throws_or_never_ends_does_no_harm()
    {
        _logger.Log(LogLevel.Error, new EventId(0, "Throws"), Throwing(), null, (_, _) => "a");
        _logger.Log(LogLevel.Error, new EventId(0, "Endless"), Endless(), null, (_, _) => "b");
        _logger.Log<object?>(LogLevel.Error, new EventId(0, "None"), null, null, (_, _) => "c");
        using (_logger.BeginScope(Throwing()))
        using (_logger.BeginScope(new Hostile()))
        using (_logger.BeginScope(Endless()))
        {
            _logger.LogError(new EventId(0, "Scoped"), "d");
        }

        _registry.GetErrors().Select(e => e.Message).Should().BeEquivalentTo(["a", "b", "c", "d"]);

        static IEnumerable<KeyValuePair<string, object?>> Throwing()
        {
            yield return new("first", 1);
            throw new InvalidOperationException();
        }

        static IEnumerable<KeyValuePair<string, object?>> Endless()
        {
            for (var i = 0; ; i++)
            {
                yield return new($"entry {i}", i);
            }
        }
    }

    [Fact]
    public void A_value_that_logs_while_it_is_shown_does_no_harm()
    {
        _logger.LogError("Value {Value}", new Chatty(_logger));

        _registry.GetErrors().Select(e => e.Message).Should().BeEquivalentTo(["Value chatty", "(logged while another message was read)"]);
    }

    [Fact]
    public void A_message_made_of_nothing_is_recorded()
    {
        _logger.LogError(message: null);
        _logger.LogError(new TimeoutException("slow"), message: null);

        _registry.GetErrors().Select(e => (e.Message, e.Context)).Should().BeEquivalentTo([("[null]", (OperationContext?)null), ("slow", null)]);
    }

    [Fact]
    public void Values_that_an_author_wrote_into_the_format_do_not_split_an_error()
    {
        for (var order = 1; order <= 50; order++)
        {
            _logger.LogError($"Order {order} was lost");
            _logger.LogError($"Order {order} of {{Customer}} was lost", order % 2 == 0 ? "Anna" : "Ben");
        }

        _registry.GetErrors().Select(e => (e.Template, e.Count)).Should().BeEquivalentTo([("Order <num> was lost", 50L), ("Order <num> of {Customer} was lost", 50L)]);
    }

    [Fact]
    public void What_scopes_say_becomes_context()
    {
        using (_logger.BeginScope(new Dictionary<string, object> { ["RequestId"] = "r-1", ["RequestPath"] = "/pay/17", ["UserId"] = 5, ["Shop"] = "outer" }))
        using (_logger.BeginScope("connection {ConnectionId}", "0HN"))
        using (_logger.BeginScope(new Dictionary<string, string> { ["JobId"] = "j-1", ["Shop"] = "inner" }))
        using (_logger.BeginScope("paying"))
        using (_logger.BeginScope("twice"))
        {
            _logger.LogError("Order {OrderId} of {Shop} failed", 17, "own");
        }

        Record.Context.Should().BeEquivalentTo(new
        {
            RequestId = "r-1",
            UserId = "5",
            JobId = "j-1",
            Operation = "/pay/17",
            Data = new Dictionary<string, object?> { ["OrderId"] = 17, ["Shop"] = "own", ["ConnectionId"] = "0HN", ["RequestPath"] = "/pay/17", ["scope"] = "paying => twice" },
        });
    }

    [Fact]
    public void The_action_is_a_better_name_for_an_operation_than_the_path_and_a_named_one_the_best()
    {
        using (_logger.BeginScope(new Dictionary<string, object> { ["RequestPath"] = "/pay", ["ActionName"] = "Pay" }))
        {
            _logger.LogError("a");
            using (_logger.BeginScope(new Dictionary<string, object> { ["Operation"] = "charge", ["Phase"] = "build", ["Layer"] = "api" }))
            {
                _logger.LogError("b");
            }
        }

        _registry.GetErrors().OrderBy(e => e.Message).Select(e => (e.Context!.Operation, e.Context.Phase, e.Context.Layer)).Should().Equal(("Pay", null, null), ("charge", "build", "api"));
    }

    [Fact]
    public void Scopes_can_be_left_out()
    {
        using var factory = LoggerFactory.Create(b => b.AddProvider(new ErrorLoggerProvider(_registry, new LoggerSourceOptions { IncludeScopes = false })));
        var logger = factory.CreateLogger("a");

        using (logger.BeginScope(new Dictionary<string, object> { ["RequestId"] = "r-1" }))
        {
            logger.LogError("lost");
        }

        Record.Context.Should().BeNull();
    }

    [Fact]
    public void The_trace_of_the_activity_comes_before_that_of_a_scope()
    {
        using (_logger.BeginScope(new Dictionary<string, object> { ["TraceId"] = "trace of a scope", ["SpanId"] = "span of a scope", ["ParentId"] = "0000000000000000" }))
        {
            _logger.LogError("without");
            Record.Context.Should().BeNull();
            using var activity = new Activity("work").Start();
            _logger.LogError("with");

            _registry.GetErrors().OrderBy(e => e.Message).Select(e => (e.Occurrences[0].TraceId, e.Occurrences[0].SpanId)).Should().Equal(
                (activity.TraceId.ToHexString(), activity.SpanId.ToHexString()), ("trace of a scope", "span of a scope"));
        }
    }

    [Fact]
    public void A_logger_used_without_a_factory_has_no_scopes_and_works()
    {
        var logger = _provider.CreateLogger("alone");
        var fresh = new ErrorLoggerProvider(_registry).CreateLogger("alone too");

        using (fresh.BeginScope("nothing"))
        {
            fresh.LogError("a");
        }

        logger.Should().BeSameAs(_provider.CreateLogger("alone"));
        Record.Message.Should().Be("a");
        Record.Occurrences[0].Release.Should().Be("2.1.0");
    }

    [Fact]
    public void Categories_can_be_given_components()
    {
        using var factory = LoggerFactory.Create(b => b.AddProvider(new ErrorLoggerProvider(_registry, new LoggerSourceOptions { Components = { ["Shop"] = "shop", ["Shop.Payments"] = "payments" } })));

        factory.CreateLogger("Shop.Payments.Gateway").LogError("a");
        factory.CreateLogger("Shopping").LogError("b");

        _registry.GetErrors().OrderBy(e => e.Message).Select(e => e.Component).Should().Equal("payments", "Shopping");
        _registry.GetErrors().Single(e => e.Message == "a").Context!.Data!["log_category"].Should().Be("Shop.Payments.Gateway");
    }

    [Fact]
    public void A_registry_of_the_hosts_own_that_throws_hurts_nobody()
    {
        var registry = Substitute.For<IErrorRegistry>();
        registry.Record(Arg.Any<ErrorOccurrence>()).Returns(_ => throw new InvalidOperationException());
        using var provider = new ErrorLoggerProvider(registry);

        provider.CreateLogger("a").LogError("lost");

        provider.LostErrors.Should().Be(1);
    }

    [Fact]
    public void Wrong_settings_are_refused()
    {
        var act = () => new ErrorLoggerProvider(_registry, new LoggerSourceOptions { MinimumLevel = LogLevel.None });

        act.Should().Throw<ArgumentException>().WithMessage("*Trace and Critical*None*");
        FluentActions.Invoking(() => new ErrorLoggerProvider((IErrorRegistry)null!)).Should().Throw<ArgumentNullException>();
    }

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "No {Article} left")]
    private static partial void StockIsGone(ILogger logger, int article);

    private sealed class Hostile
    {
        public override string ToString() => throw new InvalidOperationException();
    }

    private sealed class Chatty(ILogger logger)
    {
        public override string ToString()
        {
            logger.LogError("Value {Value}", this);
            return "chatty";
        }
    }
}
