using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Handling;

/// <summary>A handler with everything around it, and operations that fail as a script says. Retries do not wait unless a test wants it.</summary>
internal sealed class HandlerFixture
{
    public static readonly HandlingContext Payments = new("payments", "charge");

    private readonly Lazy<ErrorHandler> _handler;

    public HandlerFixture()
    {
        Options.Retry.InitialDelay = TimeSpan.Zero;
        Actions = new RecoveryActions(timeProvider: Clock);
        Breakers = new CircuitBreakerRegistry(new CircuitBreakerOptions(), Clock);
        _handler = new Lazy<ErrorHandler>(() => new ErrorHandler(Options, Classifier, Clock, Sink, Actions, Breakers));
    }

    public FakeTimeProvider Clock { get; } = new();

    public RecordingSink Sink { get; } = new();

    public ErrorHandlerOptions Options { get; } = new();

    public IErrorClassifier? Classifier { get; set; }

    public RecoveryActions Actions { get; }

    public CircuitBreakerRegistry Breakers { get; }

    public ErrorHandler Handler => _handler.Value;

    /// <summary>How often the operation really ran.</summary>
    public int Runs { get; private set; }

    /// <summary>An exception of each category, as the built-in classifier sees it.</summary>
    public static Exception Of(ErrorCategory category) => category switch
    {
        ErrorCategory.Transient => new TimeoutException("slow"),
        ErrorCategory.RateLimit => new HttpRequestException("busy", null, System.Net.HttpStatusCode.TooManyRequests),
        ErrorCategory.Authentication => new HttpRequestException("who", null, System.Net.HttpStatusCode.Unauthorized),
        ErrorCategory.DataValidation => new FormatException("odd"),
        ErrorCategory.Permanent => new NotSupportedException("never"),
        _ => new OddException(),
    };

    /// <summary>Calls an operation that fails with the exceptions, one a run, and then goes well.</summary>
    public Task<HandlingResult<string>> CallAsync(CallForm form, HandlingContext? context, params Exception[] failures) =>
        CallAsync(form, context, CancellationToken.None, failures);

    public Task<HandlingResult<string>> CallAsync(CallForm form, HandlingContext? context, CancellationToken caller, params Exception[] failures) =>
        RunAsync(form, _ => Runs <= failures.Length ? throw failures[Runs - 1] : "own", context, caller);

    /// <summary>Calls an operation that always fails with the exception.</summary>
    public Task<HandlingResult<string>> FailAsync(CallForm form, Exception failure, HandlingContext? context = null, CancellationToken caller = default) =>
        RunAsync<string>(form, _ => throw failure, context, caller);

    public async Task<HandlingResult<T>> RunAsync<T>(CallForm form, Func<CancellationToken, T> operation, HandlingContext? context = null, CancellationToken caller = default)
    {
        Runs = 0;
        return form switch
        {
            CallForm.Synchronous => Handler.Handle((_, token) => Counted(token), 0, context ?? Payments, caller),
            CallForm.Completed => await Handler.HandleAsync((_, token) => new ValueTask<T>(Counted(token)), 0, context ?? Payments, caller),
            _ => await Handler.HandleAsync(
                async (_, token) =>
                {
                    await Task.Yield();
                    return Counted(token);
                },
                0,
                context ?? Payments,
                caller),
        };

        T Counted(CancellationToken token)
        {
            Runs++;
            return operation(token);
        }
    }
}
