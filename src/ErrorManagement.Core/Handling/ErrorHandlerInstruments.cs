using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Handling;

/// <summary>What handlers publish. Touched only when a call has failed.</summary>
internal sealed class ErrorHandlerInstruments
{
    private readonly Counter<long> _handled;

    private ErrorHandlerInstruments(Meter meter) =>
        _handled = meter.CreateCounter<long>("error_management.error_handler.handled", "{failure}", "Failures that an error handler handled, by what was done and what became of the call. A call that the caller cancelled is not counted.");

    private static ErrorHandlerInstruments Shared { get; } = new(LibraryMeter.Shared);

    /// <summary>Those of a factory's meter; without a factory those of the process.</summary>
    public static ErrorHandlerInstruments Of(IMeterFactory? factory) => factory is null ? Shared : new ErrorHandlerInstruments(LibraryMeter.Of(factory));

    public void Count(ErrorCategory category, HandlingStrategy strategy, HandlingOutcome outcome)
    {
        if (_handled.Enabled)
        {
            _handled.TryIncrement(new TagList
            {
                { "error.category", SnakeNames<ErrorCategory>.Of(category) },
                { "error_handler.strategy", SnakeNames<HandlingStrategy>.Of(strategy) },
                { "error_handler.outcome", SnakeNames<HandlingOutcome>.Of(outcome) },
            });
        }
    }
}
